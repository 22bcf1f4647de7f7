"""How rendered articles are taken apart."""

from portal.site.markup import find_entries, find_toc, plain_text, strip_comments

HTML = (
    "<p>Before.</p>\n"
    '<h2 id="a-b">Can I <em>pay</em> &amp; go?</h2>\n<p>Yes.</p>\n<h3 id="c">More</h3>\n<p>Text</p>\n'
    '<h2 class="aside" id="d">If not</h2>\n<ul>\n<li>one</li>\n<li>two</li>\n</ul>'
)


def test_entries_begin_at_headings_of_the_second_level() -> None:
    intro, entries = find_entries(HTML)
    assert intro == "<p>Before.</p>"
    assert [(entry.anchor, entry.title, entry.is_aside) for entry in entries] == [
        ("a-b", "Can I pay & go?", False),
        ("d", "If not", True),
    ]
    assert '<h3 id="c">More</h3>' in entries[0].html


def test_a_text_without_headings_is_all_introduction() -> None:
    assert find_entries("<p>Only.</p>") == ("<p>Only.</p>", ())


def test_the_contents_have_two_levels() -> None:
    assert [(entry.anchor, entry.level) for entry in find_toc(HTML)] == [("a-b", 2), ("c", 3), ("d", 2)]


def test_plain_text_keeps_words_apart_and_lines_together() -> None:
    table = "<table><tr><th>Way</th><th>Price</th></tr><tr><td>Home</td><td>5&nbsp;€</td></tr></table>"
    assert plain_text(table) == "Way Price\nHome 5 €"
    assert plain_text("<p>one\ntwo <b>three</b></p><ul><li>four</li></ul>") == "one two three\nfour"
    assert plain_text("<p>a<script>b</script><svg><title>c</title></svg></p>") == "a"


def test_comments_are_taken_out() -> None:
    assert strip_comments("a<!-- x\ny -->\nb") == "ab"
