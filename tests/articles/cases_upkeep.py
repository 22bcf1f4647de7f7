"""What must be kept up: addresses, titles, translations, questions, dates, owners, holidays."""

from dataclasses import dataclass
from datetime import date

from portal.articles.rules.context import Released
from tests.articles.cases import FILE, HU, RU, Case, english, russian
from tests.articles.making import DATA, make_article


@dataclass(frozen=True)
class Question:
    article_id: str
    line: int


ASKED = tuple(
    Question(name, 1) for name in ("cancel-an-order", "orders-faq", "send-it-back", "privacy") for _ in "ab"
)


CASES = [
    Case(
        "orphans",
        "content/_snippets/en/a.md:1: warning: No article uses this snippet. "
        "Write `::: snippet a` where it belongs, or delete it. [orphans]",
        wrong={"_snippets/en/a.md": "Text.\n"},
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
        right={"en/orders/send-it-back.md": make_article(id="send-it-back", title="Send it", kind="guide")},
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
        right={},
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
        right={},
        right_today=date(2026, 10, 15),
    ),
]
