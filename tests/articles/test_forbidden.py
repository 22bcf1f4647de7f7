"""What would bring scripts or other hosts or strays into the help centre is refused, with its line."""

from pathlib import Path

import pytest

from portal.articles.forbidden import find_forbidden
from tests.articles.making import errors_in, load, make_article, put, write_content

FILE = "content/en/orders/cancel-an-order.md"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<script>alert(1)</script>", "HTML with `<script>` is not taken"),
        ("<SCRIPT src=x></SCRIPT>", "HTML with `<SCRIPT>` is not taken"),
        ("<iframe src='https://evil.example'></iframe>", "HTML with `<iframe>` is not taken"),
        ("<form action='/x'>", "HTML with `<form>` is not taken"),
        ("<p onclick='x()'>Text</p>", "The attribute `onclick` is not taken"),
        ("## Heading { onmouseover='x()' }", "The attribute `onmouseover` is not taken"),
        ("[Here](javascript:alert(1))", "The link `javascript:alert` is a script"),
        ("[here]: javascript:alert(1)", "The link `javascript:alert` is a script"),
        ("![Kettle](https://evil.example/x.png)", "`https://evil.example/x.png` stands on another host"),
        ("![Kettle](//evil.example/x.png)", "`//evil.example/x.png` stands on another host"),
        ("![Kettle][k]\n\n[k]: https://evil.example/x.png", "stands on another host"),
        ("<img src='https://evil.example/x.png'>", "HTML with `<img>` is not taken"),
        ("\\`<script>x</script>\\`", "HTML with `<script>` is not taken"),
    ],
)
def test_it_is_refused(text: str, message: str) -> None:
    found = find_forbidden(f"First.\n\n{text}\n", "x.md", first_line=10)
    assert found
    assert {error.line for error in found} == {12}
    assert message in str(found[0])


@pytest.mark.parametrize(
    "text",
    [
        "Press `<script>` and ```<iframe>```.",
        "```\n<script>alert(1)</script>\n```",
        "<details><summary>More</summary>Text<br></details>",
        "Parcels < 5 kg and > 2 kg",
        "<https://www.kannahaz.example> and <segitseg@kannahaz.example>",
        "[The authority](https://naih.hu/) and [us](mailto:segitseg@kannahaz.example)",
        "![Kettle](kettle.png){ .wide }",
        "## Heading { #only-one }",
        "The button once = {{ orders.example_number }}",
    ],
)
def test_what_an_author_needs_is_taken(text: str) -> None:
    assert find_forbidden(text, "x.md") == []


def test_a_script_in_an_article_is_told_with_file_and_line(tmp_path: Path) -> None:
    content = write_content(tmp_path)
    text = make_article() + "\n<script>alert(1)</script>\n"
    put(tmp_path / FILE, text)
    line = text.split("\n").index("<script>alert(1)</script>") + 1
    assert any(error.startswith(f"{FILE}:{line}: HTML with `<script>`") for error in errors_in(content))


@pytest.mark.parametrize("name", ["notes.txt", "en/orders/draft.docx", "en/orders/page.html"])
def test_a_stray_file_is_refused(tmp_path: Path, name: str) -> None:
    content = write_content(tmp_path, {name: "Call Anna."})
    (error,) = errors_in(content)
    assert error.startswith(f"content/{name}:1: A file of this kind would be published")
    assert "Move it out of content/." in error


@pytest.mark.parametrize("target", ["secret.txt", "folder"])
def test_a_link_out_of_the_content_is_refused(tmp_path: Path, target: str) -> None:
    content = write_content(tmp_path)
    (tmp_path / "folder").mkdir()
    put(tmp_path / "secret.txt", "secret")
    (content / "en/orders/linked.png").symlink_to(tmp_path / target)
    (error,) = errors_in(content)
    assert error.startswith("content/en/orders/linked.png:1: This is a symbolic link.")


def test_pictures_beside_articles_and_hidden_files_are_taken(tmp_path: Path) -> None:
    load(write_content(tmp_path, {"en/orders/kettle.png": "", "en/.notes.swp": "", ".DS_Store": ""}))
