"""What is wrong with an article is said with file, line and what to write instead."""

from pathlib import Path

import pytest

from tests.articles.making import errors_in, load, make_article, put, write_content

FILE = "content/en/orders/cancel-an-order.md"


def test_a_content_without_mistakes_is_read(tmp_path: Path) -> None:
    library = load(write_content(tmp_path))
    assert {lang: len(articles) for lang, articles in library.articles.items()} == {
        "en": 4,
        "ru": 4,
        "hu": 4,
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Only text.\n", "1: There is no front matter.", id="no front matter"),
        pytest.param("", "1: There is no front matter.", id="an empty file"),
        pytest.param("---\nid: x\n", "1: The front matter has no end.", id="no end"),
        pytest.param("---\n---\n", "2: Here must stand `key: value` lines", id="empty"),
        pytest.param("---\n- a\n---\n", "2: Here must stand `key: value` lines", id="a list"),
        pytest.param(
            make_article(titlee="Cancel", title=None),
            "10: Unknown key `titlee`. Did you mean `title`?",
            id="an unknown key",
        ),
        pytest.param(make_article(title=None), "2: The key `title` is missing.", id="a missing key"),
        pytest.param(
            make_article(kind="artikle"),
            "5: `kind` cannot be `artikle`. Did you mean `article`?",
            id="an unknown kind",
        ),
        pytest.param(
            make_article(kind="video"),
            "5: `kind` cannot be `video`. Use one of: article, faq, guide, page.",
            id="a kind far from any",
        ),
        pytest.param(
            make_article(topic="order-chang"),
            "6: There is no topic `order-chang`. Did you mean `order-change`?",
            id="an unknown topic",
        ),
        pytest.param(
            make_article(checked_on="yesterday"),
            "9: `checked_on` must be a date, not `yesterday`. Write it as 2026-11-03.",
            id="no date",
        ),
        pytest.param(
            make_article(checked_on="2026-02-30"),
            "9: A date is wrong: day is out of range for month.",
            id="an impossible date",
        ),
        pytest.param(
            make_article(review_by="2026-11-01"),
            "10: `review_by` lies before `checked_on`.",
            id="reviewed before checked",
        ),
        pytest.param(
            make_article(valid_from="2027-01-02", expires="2027-01-01"),
            "12: `expires` must lie after `valid_from`.",
            id="off before on",
        ),
        pytest.param(
            make_article(title="2026"),
            "3: `title` must be a text, not `2026`. Put it in quotes.",
            id="a number",
        ),
        pytest.param(make_article(title='"Cancel."'), "3: `title`: a title ends without", id="full stop"),
        pytest.param(make_article(title='""'), "3: `title`: must not be empty", id="an empty title"),
        pytest.param(make_article(id="Cancel_Order"), "2: `id`: use small Latin letters", id="a wrong id"),
        pytest.param(
            make_article(questions="how do I cancel"), "7: `questions`: Input should be", id="no list"
        ),
        pytest.param(
            make_article(questions="[a, a]"), "7: `questions` names `a` twice.", id="a question twice"
        ),
        pytest.param(make_article(order="first"), "11: `order`: Input should be", id="no number"),
        pytest.param(make_article(draft='"yes"'), "11: `draft`: Input should be", id="no yes or no"),
        pytest.param(
            make_article(related="[refunds]"), "11: There is no article `refunds`.", id="unknown related"
        ),
        pytest.param(
            make_article(related="[order-faq]"),
            "11: There is no article `order-faq`. Did you mean `orders-faq`?",
            id="misspelt related",
        ),
        pytest.param(
            make_article(related="[cancel-an-order]"),
            "11: An article cannot be related to itself.",
            id="related to itself",
        ),
        pytest.param(make_article(source="abc"), "11: `source`: ", id="a source that is no hash"),
        pytest.param(
            "---\nid: a\nid: b\n---\n", "3: `id` stands here twice (first in line 2).", id="a key twice"
        ),
        pytest.param("---\nquestions:\n\t- a\n---\n", "3: A tab stands where YAML", id="a tab"),
        pytest.param(make_article(summary="Note: this"), "4: This is not valid YAML", id="an unquoted colon"),
        pytest.param(make_article(summary="&x [*x]"), "4: This is not valid YAML", id="a reference"),
        pytest.param(
            make_article("Costs {{ delivery.home.prize }}.\n"),
            "13: There is no value `delivery.home.prize`. Did you mean `delivery.home.price`?",
            id="an unknown value",
        ),
        pytest.param(
            make_article("In {{ withdrawal.period | wwithin }}.\n"),
            "13: `{{ withdrawal.period | wwithin }}`: there is no form `wwithin`. Did you mean `within`?",
            id="an unknown form",
        ),
        pytest.param(
            make_article("At {{ orders.cutoff_time | short }}.\n"),
            "13: `{{ orders.cutoff_time | short }}`: there is no form `short`. It has none",
            id="a form of a text",
        ),
        pytest.param(make_article("So {{ 1 + 1 }}.\n"), "13: `{{ 1 + 1 }}` is no value.", id="no name"),
        pytest.param(make_article("So {{ ui.my_orders }.\n"), "13: `{{` is no value.", id="no end"),
        pytest.param(
            make_article("So {{ ui.gone\n}}.\n"), "13: There is no value `ui.gone`.", id="over two lines"
        ),
        pytest.param(
            make_article(title="Pay {{ no.such }}"), "3: There is no value `no.such`.", id="in the title"
        ),
        pytest.param(
            make_article("First\n\nSee [it](cancel-order.md).\n"),
            "15: The link `cancel-order.md` leads nowhere. Did you mean `cancel-an-order.md`?",
            id="a dead link",
        ),
        pytest.param(
            make_article("See [it](../contact/send-it-back.md).\n"),
            "13: The link `../contact/send-it-back.md` leads nowhere. Did you mean `send-it-back.md`?",
            id="a link into the wrong folder",
        ),
        pytest.param(
            make_article("See [it](../../ru/orders/orders-faq.md).\n"),
            "13: The link `../../ru/orders/orders-faq.md` leads nowhere. A link stays within its language",
            id="a link into another language",
        ),
        pytest.param(make_article("![x](x.png)\n"), "13: The picture `x.png` is not there.", id="a picture"),
        pytest.param(
            make_article("[a]: nowhere.md\n\nSee [it][a].\n"),
            "13: The link `nowhere.md` leads nowhere.",
            id="a reference link",
        ),
        pytest.param(
            make_article(kind="page"),
            "5: A `page` does not belong into the folder `orders`.",
            id="a page outside legal",
        ),
    ],
)
def test_a_mistake_is_said_with_its_line(tmp_path: Path, text: str, expected: str) -> None:
    content = write_content(tmp_path, {"en/orders/cancel-an-order.md": text})
    found = [error for error in errors_in(content) if error.startswith(f"{FILE}:")]
    assert any(error.startswith(f"{FILE}:{expected}") for error in found), errors_in(content)


def test_a_file_that_is_not_utf8_is_refused_with_the_line(tmp_path: Path) -> None:
    content = write_content(tmp_path)
    file = content / "en/orders/cancel-an-order.md"
    file.write_bytes(make_article(title="Rendelés törlése").encode("latin-1"))
    assert f"{FILE}:3: This is not UTF-8. Save the file with the encoding UTF-8." in errors_in(content)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda text: "\ufeff" + text, id="a byte order mark"),
        pytest.param(lambda text: text.replace("\n", "\r\n"), id="line ends of Windows"),
        pytest.param(lambda text: "\n\n" + text, id="empty lines before"),
        pytest.param(lambda text: text.replace("---\n", "---  \n"), id="spaces behind the hyphens"),
    ],
)
def test_what_editors_add_changes_nothing(tmp_path: Path, change) -> None:  # type: ignore[no-untyped-def]  # a lambda
    text = make_article("One.\n\nTwo.\n")
    plain = load(write_content(tmp_path / "a", {"en/orders/cancel-an-order.md": text}))
    edited = load(write_content(tmp_path / "b", {"en/orders/cancel-an-order.md": change(text)}))
    path = "orders/cancel-an-order.md"
    assert plain.articles["en"][path].version == edited.articles["en"][path].version


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("orders.md", "content/orders.md:1: An article stands in the folder of a language"),
        ("de/orders/x.md", "content/de/orders/x.md:1: There is no language `de`"),
        ("en/x.md", "content/en/x.md:1: An article stands in the folder of a category."),
        ("en/orders/deep/x.md", "content/en/orders/deep/x.md:1: An article stands in the folder"),
        ("en/order/x.md", "content/en/order/x.md:1: There is no category `order`. Did you mean `orders`?"),
        ("en/orders/index.md", "content/en/orders/index.md:1: The site makes this page itself."),
        ("en/orders/Ö b.md", "content/en/orders/Ö b.md:1: The file has no proper name."),
    ],
)
def test_a_file_in_the_wrong_place_is_refused(tmp_path: Path, path: str, expected: str) -> None:
    content = write_content(tmp_path, {path: make_article(id="another")})
    assert any(error.startswith(expected) for error in errors_in(content)), errors_in(content)


def test_an_id_belongs_to_one_article(tmp_path: Path) -> None:
    content = write_content(tmp_path, {"en/orders/zz.md": make_article()})
    assert any(
        error.startswith(
            "content/en/orders/zz.md:2: The id `cancel-an-order` belongs to "
            "content/en/orders/cancel-an-order.md:2 already."
        )
        for error in errors_in(content)
    )


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("id", "another", "2: `id` is `another`, but `cancel-an-order` in the original."),
        ("kind", "faq", "5: `kind` is `faq`, but `article` in the original."),
        ("topic", "complaint", "6: `topic` is `complaint`, but `order-change` in the original."),
    ],
)
def test_a_translation_agrees_with_its_original(tmp_path: Path, key: str, value: str, expected: str) -> None:
    content = write_content(tmp_path, {"ru/orders/cancel-an-order.md": make_article(**{key: value})})
    start = f"content/ru/orders/cancel-an-order.md:{expected}"
    assert any(error.startswith(start) for error in errors_in(content)), errors_in(content)


def test_a_translation_has_the_name_of_its_original(tmp_path: Path) -> None:
    content = write_content(tmp_path)
    (content / "ru/orders/cancel-an-order.md").rename(content / "ru/orders/otmena.md")
    assert errors_in(content) == [
        "content/ru/orders/otmena.md:1: This translation has no original. The original is "
        "content/en/orders/cancel-an-order.md; give the translation the same name."
    ]


def test_a_link_to_a_draft_is_refused(tmp_path: Path) -> None:
    files = {f"{lang}/orders/new.md": make_article(id="new", draft="true") for lang in ("en", "ru", "hu")}
    files["en/orders/cancel-an-order.md"] = make_article("See [it](new.md).\n")
    assert errors_in(write_content(tmp_path, files)) == [
        f"{FILE}:13: `new.md` is a draft and will not be published. Take the link out until it is."
    ]


def test_links_in_code_comments_and_to_other_sites_are_left_alone(tmp_path: Path) -> None:
    body = (
        "<!-- [a](gone.md) {{ gone }} -->\n`[b](gone.md)`\n\n```\n[c](gone.md)\n```\n"
        "[d](https://x.example/y.md) [e](mailto:a@b.example) [f]({{ links.account }})\n"
    )
    load(write_content(tmp_path, {"en/orders/cancel-an-order.md": make_article(body)}))


def test_all_mistakes_are_shown_together(tmp_path: Path) -> None:
    content = write_content(
        tmp_path,
        {
            "en/orders/cancel-an-order.md": make_article(kind="x", titlee="y"),
            "hu/orders/orders-faq.md": "no head",
        },
        {"home.yml": "popular: [nothing]\n"},
    )
    put(content / "de/orders/x.md", make_article())
    found = " ".join(errors_in(content))
    for part in ("`kind`", "`titlee`", "no front matter", "no language `de`", "`nothing`"):
        assert part in found


def test_no_more_than_fifty_mistakes_are_shown(tmp_path: Path) -> None:
    body = "".join(f"[x](gone-{number}.md)\n" for number in range(80))
    content = write_content(tmp_path, {"en/orders/cancel-an-order.md": make_article(body)})
    from portal.articles import ContentError

    with pytest.raises(ContentError) as caught:
        load(content)
    assert len(caught.value.errors) == 80
    assert len(str(caught.value).splitlines()) == 51
    assert str(caught.value).endswith("... and 30 more.")


def test_an_article_that_cannot_be_read_is_the_only_mistake_that_is_told(tmp_path: Path) -> None:
    content = write_content(tmp_path)
    put(tmp_path / FILE, make_article(titlee="Cancel", title=None))
    errors = errors_in(content)
    assert len(errors) == 2, errors
    assert all(error.startswith(f"{FILE}:") for error in errors)
