"""A rule of `portal check` finds what is wrong, says where and what to write, and leaves the rest alone."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from portal.articles.anchors import anchors_of
from portal.articles.prose import prose_of, syllables
from portal.articles.rules.context import Released, UsedWord
from portal.articles.rules.readability import flesch, lix, oborneva
from portal.articles.rules.registry import RULES, summaries, with_strict_dates
from portal.articles.rules.rule import Severity
from portal.articles.terms import read_terms
from tests.articles.checking import TODAY, problems_in
from tests.articles.making import DATA, ROOT, load, make_article, put, write_content
from tests.building import BuiltSite

PATH = "orders/cancel-an-order.md"
EN, RU, HU = (f"{lang}/{PATH}" for lang in ("en", "ru", "hu"))
FILE = f"content/{EN}"

TERMS = read_terms(
    dedent(
        """
        - id: invoice
          use: {ru: счёт, hu: számla}
          wrong:
            ru: [инвойс*]
            hu: [{find: áfás száml*, where: title}]
        - id: return
          use: {ru: возврат товара}
          wrong: {ru: [{find: возврат*, where: title, unless: [возврат* товар*]}]}
        - id: withdrawal
          use: {hu: elállás}
          wrong: {hu: [{find: lemondás*, topics: [complaint]}]}
        """
    ),
    "terms.yml",
    languages=("en", "ru", "hu"),
)


@dataclass(frozen=True)
class Question:
    article_id: str
    line: int


ASKED = tuple(
    Question(name, 1) for name in ("cancel-an-order", "orders-faq", "send-it-back", "privacy") for _ in "ab"
)


@dataclass(frozen=True)
class Case:
    """A wrong content with what is said of it, and a right one of which this rule says nothing."""

    rule: str
    told: str
    wrong: dict[str, str] = field(default_factory=dict)
    right: dict[str, str] = field(default_factory=dict)
    data: dict[str, str] = field(default_factory=dict)
    gone: str = ""
    more: dict[str, Any] = field(default_factory=dict)
    right_more: dict[str, Any] = field(default_factory=dict)
    today: date = TODAY


def english(body: str, **keys: str | None) -> dict[str, str]:
    return {EN: make_article(body, **keys)}


def russian(body: str, **keys: str | None) -> dict[str, str]:
    return {RU: make_article(body, **keys)}


def hungarian(body: str, **keys: str | None) -> dict[str, str]:
    return {HU: make_article(body, **keys)}


TAKE_IT_OUT = (
    "Take it out; the shop's own stand in shop.yml, what else may be shown in public.yml. [personal-data]"
)
LONG = "We will send you the thing that you have asked us for as soon as we can find it " * 3
HARD = (
    "Notwithstanding aforementioned contractual obligations, reimbursement necessitates documentation. " * 12
)
HARD_RU = "Предоставление документального подтверждения осуществляется уполномоченными представителями. " * 20
HARD_HU = "Felhatalmazott képviselőink kötelezettségvállalásának teljesítése dokumentálandó. " * 20
EASY = "You can do it now. Open the page and press the button. We tell you when it is done. " * 6

STAFF_ONLY = {
    f"{lang}/orders/send-it-back.md": make_article(id="send-it-back", title="Inside", audience="staff")
    for lang in ("en", "ru", "hu")
}

CASES = [
    Case(
        "ids",
        "content/en/orders/zz.md:2: error: The id `cancel-an-order` belongs to "
        f"{FILE}:2 already. Give one of the two another id; keep the older one, figures hang on it. [ids]",
        wrong={"en/orders/zz.md": make_article()},
        right={"en/orders/zz.md": make_article(id="zz")},
    ),
    Case(
        "places",
        "content/en/order/x.md:1: error: There is no category `order`. Did you mean `orders`? [places]",
        wrong={"en/order/x.md": make_article(id="x")},
        right={"en/orders/x.md": make_article(id="x")},
    ),
    Case(
        "references",
        f"{FILE}:11: error: There is no article `order-faq`. Did you mean `orders-faq`? [references]",
        wrong=english("", related="[order-faq]"),
        right=english("", related="[orders-faq]"),
    ),
    Case(
        "links",
        f"{FILE}:13: error: The link `order-faq.md` leads nowhere. Did you mean `orders-faq.md`? [links]",
        wrong=english("[Questions](order-faq.md)\n"),
        right=english("[Questions](orders-faq.md) and [contact](../contact/index.md)\n"),
    ),
    Case(
        "staff-only",
        f"{FILE}:13: error: `send-it-back.md` is for staff only. "
        "Take it out: readers would be led to nothing. [staff-only]",
        wrong=english("[Inside](send-it-back.md)\n") | STAFF_ONLY,
        right=english("[Questions](orders-faq.md)\n") | STAFF_ONLY,
    ),
    Case(
        "pictures",
        f"{FILE}:13: error: The picture `x.png` is not there. "
        "Put the file into content/en/orders/. [pictures]",
        wrong=english("![The button](x.png)\n"),
        right=english("![The button](x.png)\n") | {"en/orders/x.png": "picture"},
    ),
    Case(
        "videos",
        f"{FILE}:13: error: The video `x.mp4` has no captions. "
        "Put WebVTT captions beside it as `orders/x.vtt`. [videos]",
        wrong=english("![How it opens](x.mp4)\n") | {"en/orders/x.mp4": "video", "en/orders/x.jpg": "still"},
        right=english("![How it opens](x.mp4)\n")
        | {"en/orders/x.mp4": "video", "en/orders/x.jpg": "still", "en/orders/x.vtt": "WEBVTT"},
    ),
    Case(
        "alternative-texts",
        f"{FILE}:13: error: A picture has no alternative text. "
        "Say what it shows: `![The button below the order](button.png)`. [alternative-texts]",
        wrong=english("![](x.png)\n"),
        right=english("![The button below the order](x.png)\n"),
    ),
    Case(
        "alternative-texts",
        f"{FILE}:13: error: The alternative text `IMG_2034.png` says nothing. "
        "Say what there is to see, as you would on the telephone. [alternative-texts]",
        wrong=english("![IMG_2034.png](x.png)\n"),
    ),
    Case(
        "anchors",
        f"{FILE}:13: error: The link `orders-faq.md#pay-in-euro` names a heading that does not exist. "
        "Did you mean `#pay-in-euros`? [anchors]",
        wrong=english("[Euros](orders-faq.md#pay-in-euro)\n"),
        right=english("[Euros](orders-faq.md#pay-in-euros) [here](#at-1990-ft)\n\n## At 1990 *Ft*\n"),
    ),
    Case(
        "values",
        f"{FILE}:13: error: There is no value `delivery.home.prize`. "
        "Did you mean `delivery.home.price`? [values]",
        wrong=english("It costs {{ delivery.home.prize }}.\n"),
        right=english("It costs {{ delivery.home.price }}.\n"),
    ),
    Case(
        "blocks",
        f"{FILE}:13: error: There is no snippet `reduced` in `en`. Did you mean `reduced-value`? [blocks]",
        wrong=english("::: snippet reduced\n") | {"_snippets/en/reduced-value.md": "Text.\n"},
        right=english("::: snippet reduced-value\n") | {"_snippets/en/reduced-value.md": "Text.\n"},
    ),
    Case(
        "blocks",
        "content/_snippets/en/a.md:1: error: The snippet `a` contains itself. "
        "Take one of the `::: snippet` lines out. [blocks]",
        wrong={"_snippets/en/a.md": "::: snippet b\n", "_snippets/en/b.md": "::: snippet a\n"},
    ),
    Case(
        "blocks",
        f"{FILE}:13: error: There is no market `rusia`. Did you mean `russia`? [blocks]",
        wrong=english("::: market rusia\nText.\n:::\n") | {"_data/shop.russia.yml": "a: b\n"},
        right=english("::: market russia, home\nText.\n:::\n") | {"_data/shop.russia.yml": "a: b\n"},
    ),
    Case(
        "blocks",
        f"{FILE}:13: error: This market block is not closed. Put a line `:::` after it. [blocks]",
        wrong=english("::: market home\nText.\n"),
    ),
    Case(
        "blocks",
        f"{FILE}:13: error: `:::` closes nothing. Take the line out. [blocks]",
        wrong=english(":::\n"),
    ),
    Case(
        "blocks",
        f"{FILE}:13: error: There is no block `markt`. Did you mean `market`? [blocks]",
        wrong=english("::: markt home\n"),
    ),
    Case(
        "guides",
        f"{FILE}:13: error: `::: choices` belongs to the steps of a guide that asks. "
        "Write `kind: guide` and, in one of the steps, `::: choices`. [guides]",
        wrong=english("::: choices\n- [Yes](#yes)\n:::\n"),
    ),
    Case(
        "links",
        "content/_snippets/en/a.md:2: error: The link `../orders/gone.md` leads nowhere. "
        "Did you mean `../orders/index.md`? [links]",
        wrong={"_snippets/en/a.md": "See\n[it](../orders/gone.md).\n"},
    ),
    Case(
        "orphans",
        "content/_snippets/en/a.md:1: warning: No article uses this snippet. "
        "Write `::: snippet a` where it belongs, or delete it. [orphans]",
        wrong={"_snippets/en/a.md": "Text.\n"},
    ),
    Case(
        "translation-pairs",
        f"content/{RU}:5: error: `kind` is `faq`, but `article` in the original. "
        f"Write `kind: article` (see {FILE}:5). [translation-pairs]",
        wrong=russian("", kind="faq"),
        right=russian(""),
    ),
    Case(
        "data-links",
        "content/_data/home.yml:1: error: There is no article `orders-fak`. "
        "Did you mean `orders-faq`? [data-links]",
        data={"home.yml": "popular: [orders-fak]\n"},
    ),
    Case(
        "redirects",
        "content/_data/redirects.yml:1: error: There is no article `orders-fak`. "
        "Did you mean `orders-faq`? [redirects]",
        data={"redirects.yml": "- {from: orders/common, to: orders-fak}\n"},
    ),
    Case(
        "released-addresses",
        "content/_data/redirects.yml:1: error: `orders/stop-it` was published with v1.0 and answers no more. "
        "Write into content/_data/redirects.yml: `- {from: orders/stop-it, to: cancel-an-order}`. "
        "[released-addresses]",
        more={"released": Released("v1.0", {"orders/stop-it": "cancel-an-order"})},
        right_more={"released": Released("v1.0", {"orders/cancel-an-order": "", "orders": ""})},
    ),
    Case(
        "titles",
        f"content/en/orders/send-it-back.md:3: error: {FILE}:3 has the title `cancel an order`, too. "
        "Say in one of the titles what sets it apart, or make one article of the two. [titles]",
        wrong={
            "en/orders/send-it-back.md": make_article(
                id="send-it-back", title="cancel an order", kind="guide"
            )
        },
    ),
    Case(
        "orphans",
        "content/en/orders/alone.md:1: warning: No article leads here. "
        "Add `alone` to the `related` of an article, or link to it. [orphans]",
        wrong={"en/orders/alone.md": make_article(id="alone", title="Alone")},
        right={"en/orders/alone.md": make_article(id="alone")} | english("[See](alone.md)\n"),
    ),
    Case(
        "translation-debt",
        f"{FILE}:1: warning: The translation into `hu` is missing. "
        f"Write content/{HU}; until then readers get the original, labelled. [translation-debt]",
        gone=HU,
    ),
    Case(
        "translation-debt",
        f"content/{RU}:11: warning: The original ({FILE}) has changed since this was translated. "
        "Follow what `portal translations --diff` shows, then run `portal translations --stamp`. "
        "[translation-debt]",
        wrong=russian("", source='"000000000000"'),
    ),
    Case(
        "translation-debt",
        f"content/{RU}:1: warning: Nobody has said which original this follows. "
        "Compare the two and run `portal translations --stamp`. [translation-debt]",
    ),
    Case(
        "translation-debt",
        "content/_data/categories.yml:3: warning: `0.title` lacks the text for `ru`; the default language's "
        "is shown. Write `ru: ...` beside the others. [translation-debt]",
        data={"categories.yml": DATA["categories.yml"].replace("ru: Заказы, ", "")},
    ),
    Case(
        "translation-headings",
        f"content/{RU}:12: warning: 1 `##` headings, but 0 in {FILE}. "
        "Give both the same sections in the same order. [translation-headings]",
        wrong=russian("Текст.\n\n## Ещё\n\nТекст.\n"),
        right=russian("Текст.\n"),
    ),
    Case(
        "translation-headings",
        "content/hu/orders/orders-faq.md:13: warning: The question is named `elso`, but `pay-in-euros` in "
        "the original. Write `{ #pay-in-euros }`. [translation-headings]",
        wrong={
            "hu/orders/orders-faq.md": make_article(
                "## Kérdés { #elso }\n\nIgen.\n\n## Még egy { #next }\n\nNem.\n", id="orders-faq", kind="faq"
            )
        },
    ),
    Case(
        "tested-questions",
        "content/_data/expected.en.yml:1: error: `send-it-back` has 0 of 2 expected questions. "
        "Write what customers type when they need it. [tested-questions]",
        more={"questions": {"en": tuple(one for one in ASKED if one.article_id != "send-it-back")}},
        right_more={"questions": {"en": ASKED}},
    ),
    Case(
        "tested-questions",
        "content/_data/expected.en.yml:7: error: There is no article `orders-fak`. "
        "Did you mean `orders-faq`? [tested-questions]",
        more={"questions": {"en": (*ASKED, Question("orders-fak", 7))}},
    ),
    Case(
        "interface-words",
        "themes/x.html:3: error: There is no word `vote.questin`. Did you mean `vote.question`? "
        "[interface-words]",
        more={"used_words": (UsedWord("themes/x.html", 3, "vote.questin"),)},
        right_more={"used_words": (UsedWord("themes/x.html", 3, "vote.question"),)},
    ),
    Case(
        "dates",
        f"{FILE}:10: warning: To be reviewed by 2026-11-30, which is soon (orders). "
        "Compare it with what really happens; then set `checked_on` and `review_by` anew. [dates]",
        wrong=english("", review_by="2026-11-30"),
        right=english("", review_by="2026-12-31"),
    ),
    Case(
        "dates",
        f"{FILE}:10: warning: To be reviewed by 2026-11-20, which has passed (orders). "
        "Compare it with what really happens; then set `checked_on` and `review_by` anew. [dates]",
        wrong=english("", review_by="2026-11-20"),
    ),
    Case(
        "dates",
        f"{FILE}:10: warning: To be reviewed by 2026-10-01, which passed long ago "
        "(orders). Compare it with what really happens; then set `checked_on` and `review_by` anew. [dates]",
        wrong=english("", checked_on="2026-09-01", review_by="2026-10-01"),
    ),
    Case(
        "dates",
        f"{FILE}:9: warning: Checked on 2026-11-22, which is still to come. "
        "Write the day it was checked. [dates]",
        wrong=english("", checked_on="2026-11-22"),
    ),
    Case(
        "dates",
        f"{FILE}:11: warning: Off since 2026-11-21. Delete the article, or move the date. [dates]",
        wrong=english("", expires="2026-11-21"),
    ),
    Case(
        "owners",
        f"{FILE}:8: warning: There is no team `orders` in content/_data/owners.yml. "
        "Did you mean `order`? [owners]",
        more={"owners": frozenset({"order"})},
        right_more={"owners": frozenset({"orders"})},
    ),
    Case(
        "holidays",
        "content/_data/channels.yml:16: warning: There are no holidays of 2027 yet; promises count them as "
        "working days. Add them under `holidays`. [holidays]",
        today=date(2026, 11, 15),
    ),
    Case(
        "headings",
        f"{FILE}:13: warning: `# Title` is a second title. "
        "Begin with `##`; the title is in the front matter. [headings]",
        wrong=english("# Title\n\nText.\n"),
        right=english("## One\n\n### Two\n\n## Three\n"),
    ),
    Case(
        "headings",
        f"{FILE}:15: warning: `#### Deep` leaves out a level. Write `### Deep`. [headings]",
        wrong=english("## One\n\n#### Deep\n"),
    ),
    Case(
        "headings",
        f"{FILE}:15: warning: The heading `One` stands in line 13, too. "
        "Say in each what sets it apart; both get an address. [headings]",
        wrong=english("## One\n\n## One { #one }\n"),
    ),
    Case(
        "headings",
        f"{FILE}:13: warning: A heading is empty. "
        "Write what the section tells, or take the heading out. [headings]",
        wrong=english("##\n\nText.\n"),
    ),
    Case(
        "headings",
        f"{FILE}:13: warning: The heading `How to:` ends with a sign it does not need. "
        "Write `How to`. [headings]",
        wrong=english("## How to:\n"),
    ),
    Case(
        "questions",
        f"{FILE}:7: warning: 2 questions; 4 to 8 help search best. "
        "Write under `questions` how customers put it, short and long. [questions]",
        wrong=english("", questions="[a, b]"),
        right=english("", questions="[a, b, c, d]"),
    ),
    Case(
        "length",
        f"{FILE}:15: warning: A sentence of 57 words; 40 are the most. "
        "One thought a sentence; or make a list of it. [length]",
        wrong=english(f"Short.\n\n{LONG[:-1]}.\n"),
        right=english("Short.\n\n- one thing\n- another\n"),
    ),
    Case(
        "length",
        f"{FILE}:3: warning: The title has 80 characters; 70 are enough. "
        "Say only what sets this article apart. [length]",
        wrong=english("", title="x" * 80),
    ),
    Case(
        "length",
        f"{FILE}:12: warning: The text has 1000 words; 900 are enough. "
        "Make two articles of it, each with its own question. [length]",
        wrong=english("Two words. " * 500),
    ),
    Case(
        "readability",
        f"{FILE}:12: warning: Hard to read: Flesch reading ease -163, 60 is the least. "
        "Shorten the sentences; take the customers' words for the long ones. [readability]",
        wrong=english(HARD),
        right=english(EASY),
    ),
    Case(
        "readability",
        f"content/{RU}:12: warning: Hard to read: reading ease after Oborneva -162, 45 is the least. "
        "Shorten the sentences; take the customers' words for the long ones. [readability]",
        wrong=russian(HARD_RU),
    ),
    Case(
        "readability",
        f"content/{HU}:12: warning: Hard to read: LIX 105, 55 is the most. "
        "Shorten the sentences; take the customers' words for the long ones. [readability]",
        wrong=hungarian(HARD_HU),
    ),
    Case(
        "terms",
        f"content/{RU}:13: error: `инвойсы` is not our word. Write `счёт` (content/_data/terms.yml). [terms]",
        wrong=russian("Все инвойсы.\n"),
        right=russian("Все [счета](x-инвойс.md).\n", questions="[инвойс, b, c, d]"),
        more={"terms": TERMS},
        right_more={"terms": TERMS},
    ),
    Case(
        "terms",
        f"content/{RU}:3: error: `Возврат` is not our word. "
        "Write `возврат товара` (content/_data/terms.yml). [terms]",
        wrong=russian("", title="Возврат"),
        right=russian("Возврат.\n", title="Возврат товара"),
        more={"terms": TERMS},
        right_more={"terms": TERMS},
    ),
    Case(
        "terms",
        f"content/{HU}:13: error: `Áfás számlát` is not our word. "
        "Write `számla` (content/_data/terms.yml). [terms]",
        wrong=hungarian("## Áfás számlát kérek\n"),
        right=hungarian("Áfás számlát és lemondást.\n"),
        more={"terms": TERMS},
        right_more={"terms": TERMS},
    ),
    Case(
        "informal-address",
        f"content/{RU}:13: error: `твой` is informal address. "
        "Write «вы», «ваш», «нажмите». [informal-address]",
        wrong=russian("Где твой заказ?\n"),
        right=russian("Где ваш заказ? Автомат выдаёт посылку, и тысяча товаров.\n"),
    ),
    Case(
        "informal-address",
        f"content/{HU}:13: error: `Kattints` is informal address. "
        "Write in the third person: „kattintson”, „a rendelése”, „Ön”. [informal-address]",
        wrong=hungarian("Kattints ide.\n"),
        right=hungarian(
            "Kattintson ide. A rendelését itt találja, vagy keressen minket. Adja meg a nevét.\n"
        ),
    ),
    Case(
        "personal-data",
        f"{FILE}:13: error: `anna.kovacs@gmail.com` looks like an e-mail address. {TAKE_IT_OUT}",
        wrong=english("Write to anna.kovacs@gmail.com.\n"),
        right=english("Write to name@example.com, order 104-2391 of 2026-11-03 at 14 990 Ft, 45/2014.\n"),
    ),
    Case(
        "personal-data",
        f"{FILE}:13: error: `+36 30 123 4567` looks like a telephone number. {TAKE_IT_OUT}",
        wrong=english("Call +36 30 123 4567.\n"),
        right=english("Call +36 30 123 4567.\n"),
        right_more={"public": frozenset({"+36301234567"})},
    ),
    Case(
        "personal-data",
        f"{FILE}:13: error: `4111 1111 1111 1111` looks like a card number. {TAKE_IT_OUT}",
        wrong=english("Card 4111 1111 1111 1111.\n"),
        right=english("Card 4111 1111 1111 1112.\n"),
    ),
    Case(
        "personal-data",
        f"{FILE}:13: error: `HU42117730161111101800000000` looks like a bank account. {TAKE_IT_OUT}",
        wrong=english("To HU42117730161111101800000000.\n"),
    ),
    Case(
        "personal-data",
        f"content/{RU}:13: error: `Иванова Ивана Петровича` looks like a person's name. {TAKE_IT_OUT}",
        wrong=russian("Заказ Иванова Ивана Петровича.\n"),
        right=russian("Заказ получателя.\n"),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}: {case.told.partition(': ')[2][:60]}")
def test_a_rule_tells_what_is_wrong_and_what_to_write(tmp_path: Path, case: Case) -> None:
    content = write_content(tmp_path / "wrong", case.wrong, case.data)
    if case.gone:
        (content / case.gone).unlink()
    found = [str(one) for one in problems_in(content, today=case.today, **case.more) if one.rule == case.rule]
    assert case.told in found, found
    if case.right or case.right_more:
        content = write_content(tmp_path / "right", case.right)
        right = problems_in(content, today=case.today, **case.right_more)
        told = {one.split(" ")[0] for one in [case.told]}
        assert [
            str(one) for one in right if one.rule == case.rule and f"{one.file}:{one.line}:" in told
        ] == []


def test_every_rule_has_its_examples_and_a_name_of_its_own() -> None:
    names = [rule.name for rule in RULES]
    assert len(set(names)) == len(names)
    assert {case.rule for case in CASES} == set(names)
    files = {file.stem for file in (ROOT / "portal/articles/rules").glob("*.py")}
    assert {name.replace("-", "_") for name in names} <= files
    handbook = (ROOT / "docs/authors.md").read_text("utf-8")
    assert [name for name in summaries() if f"`{name}`" not in handbook] == []


def test_strict_dates_make_errors_of_what_comes_by_time_and_of_nothing_else(tmp_path: Path) -> None:
    content = write_content(tmp_path, english("# One\n", review_by="2026-11-20"))
    found = with_strict_dates(problems_in(content, owners=frozenset()))
    assert {one.rule for one in found if one.severity is Severity.ERROR} == {"dates", "owners"}


def test_what_cannot_be_read_makes_no_further_mistakes(tmp_path: Path) -> None:
    content = write_content(tmp_path, {EN: "no head"})
    put(content / "en/orders/orders-faq.md", make_article("[Cancel](cancel-an-order.md)\n", id="orders-faq"))
    assert [
        str(one) for one in problems_in(content) if one.rule in {"links", "data-links", "references"}
    ] == []


def test_the_anchors_of_all_articles_are_those_that_are_rendered(built_site: BuiltSite) -> None:
    library = load(ROOT / "content")
    pages = built_site.pages()
    for articles in library.articles.values():
        for article in articles.values():
            if article.is_for_staff:
                continue
            for anchor in anchors_of(article, library.data):
                assert f'id="{anchor}"' in pages[article.url], (article.file, anchor)


def test_reading_ease_is_counted_as_its_authors_published_it() -> None:
    prose = prose_of("The cat sat on the mat. The dog ran.")
    assert flesch(prose) == pytest.approx(206.835 - 1.015 * 9 / 2 - 84.6 * 9 / 9)
    prose = prose_of("Мама мыла раму. Папа читал.")
    assert oborneva(prose) == pytest.approx(206.835 - 1.3 * 5 / 2 - 60.1 * 10 / 5)
    prose = prose_of("A rendelés megérkezett. Jó nap.")
    assert lix(prose) == pytest.approx(5 / 2 + 100 * 2 / 5)


@pytest.mark.parametrize(
    ("word", "lang", "count"),
    [("make", "en", 1), ("table", "en", 2), ("wanted", "en", 2), ("opened", "en", 2), ("доставка", "ru", 3)],
)
def test_syllables_are_counted(word: str, lang: str, count: int) -> None:
    assert syllables(word, lang) == count
