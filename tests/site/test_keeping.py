"""Lines do not part "e-mail", an order number or a range, and begin with no dash."""

from portal.site.keeping import keep_in_line, keep_together


def test_words_with_a_hyphen_are_kept_whole_in_the_text_of_a_page() -> None:
    page = '<body><p title="e-mail">Az e-mailben: 104-2391, e-mail-cím.</p></body>'
    assert keep_together(page) == (
        '<body><p title="e-mail">Az <span class="whole">e-mailben</span>: <span class="whole">104-2391</span>'
        ', <span class="whole">e-mail</span>-cím.</p></body>'
    )


def test_the_head_and_longer_numbers_stay_as_they_are() -> None:
    page = "<head><title>Your e-mail</title></head><body>1104-2391 and re-mail</body>"
    assert keep_together(page) == page


def test_a_number_and_its_unit_are_not_parted() -> None:
    text = "<li>25 kg, 60 × 61 × 36 cm, 10 kg-nál, до 30 кг; 3 kgs of 2 kinds</li>"
    assert keep_in_line(text).replace("\u00a0", "_") == (
        "<li>25_kg, 60_×_61_×_36_cm, 10_kg-nál, до 30_кг; 3 kgs of 2 kinds</li>"
    )


def test_a_range_is_not_parted_and_a_dash_begins_no_line() -> None:
    text = "<p>пн–чт — по телефону, h–cs – telefonon</p>"
    assert keep_in_line(text) == (
        "<p>пн\u2060–\u2060чт\u00a0— по телефону, h\u2060–\u2060cs\u00a0– telefonon</p>"
    )
