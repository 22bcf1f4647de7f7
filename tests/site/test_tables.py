"""Tables scroll in boxes that have a name, without any script."""

from portal.site.tables import box_tables

TABLE = "<table><tr><td>1</td></tr></table>"


def test_a_table_is_named_by_the_heading_above_it() -> None:
    boxed = box_tables(f'<h2 id="a">Prices &amp; <em>times</em></h2><p>See:</p>{TABLE}', title="Delivery")
    assert (
        f'<section class="table-box" aria-label="Prices &amp; times" tabindex="0">{TABLE}</section>' in boxed
    )


def test_a_table_before_any_heading_has_the_title_of_the_page() -> None:
    assert 'aria-label="Delivery &quot;home&quot;"' in box_tables(TABLE, title='Delivery "home"')


def test_two_tables_of_a_heading_have_two_names() -> None:
    boxed = box_tables(f"<h3>Prices</h3>{TABLE}{TABLE}", title="Delivery")
    assert 'aria-label="Prices"' in boxed
    assert 'aria-label="Prices (2)"' in boxed


def test_a_text_without_tables_stays_as_it_is() -> None:
    text = "<h2>Prices</h2><p>None.</p>"
    assert box_tables(text, title="Delivery") == text


def test_an_empty_corner_heads_no_column() -> None:
    table = '<table><tr><th></th><th style="text-align: right;"></th><th>Price</th></tr></table>'
    boxed = box_tables(table, title="Ways")
    assert '<tr><td></td><td style="text-align: right;"></td><th scope="col">Price</th></tr>' in boxed
