"""Pages as the service serves them: the built site with its slots filled by the theme's own partials."""

import re
from functools import partial
from pathlib import Path
from typing import Any

import jinja2

from portal.language import Words
from tests.browser.stand_in import QUERY_ID

THEME = Path(__file__).parents[2] / "themes/helpcenter"
REASONS = ("notmine", "hard", "wrong", "failed", "rule", "broken", "other")
ARTICLE = {"id": "refund-times", "title": "Refund times", "url": "en/returns/refund-times/", "version": "1"}
VALUES = {"message": "", "topic": "", "name": "", "email": "", "order_number": ""}
TOPICS = [
    {
        "title": "Returns",
        "topics": [
            {"id": "refund", "title": "My refund", "suggest": True, "ask": ["order_number"]},
            {"id": "withdrawal", "title": "Withdrawing", "suggest": False, "ask": ["order_number"]},
            {"id": "points", "title": "Points", "suggest": True, "ask": []},
        ],
    }
]
FORM: dict[str, Any] = {
    "state": "new",
    "action_url": "/en/contact/",
    "token": "page-token",
    "code": "1234567",
    "code_text": "123-4567",
    "values": VALUES,
    "errors": [],
    "suggestions": [],
    "article": None,
    "reply_by_text": "23 November 2026, 11:00",
    "phone": "+36 1 234 5678",
    "topics": TOPICS,
    "notices": [],
    "can_send": True,
    "privacy_url": "en/legal/privacy/",
}
SNIPPET = [{"text": "Money is ", "mark": False}, {"text": "refunded", "mark": True}]
HIT = {
    "article_id": "refund-times",
    "title": "Refund times",
    "url": f"/en/returns/refund-times/?q={QUERY_ID}",
    "lang": "en",
    "lang_label": "",
    "snippet": SNIPPET,
    "category_title": "Returns and refunds",
    "position": 1,
}
    "person_first": False,
    "answer": {"text": "You can cancel until it is packed.", "title": "Cancel an order", "url": "en/"},
RESULTS: dict[str, Any] = {
    "query": "refund",
    "error": None,
    "count_text": "1 result for “refund”",
    "corrected": None,
    "instead_url": None,
    "did_you_mean": None,
    "did_you_mean_url": None,
    "hits": [HIT],
    "others": [{**HIT, "lang": "hu", "lang_label": "in Hungarian", "title": "A visszatérítés ideje"}],
    "query_id": QUERY_ID,
    "categories": [{"title": "Orders", "url": "en/orders/"}],
    "contact_url": "en/contact/",
}
VOTE: dict[str, Any] = {
    "state": "ask",
    "action_url": "/en/feedback/",
    "token": "page-token",
    "article": ARTICLE,
    "vote": "no",
    "reason": None,
    "comment": "",
    "reasons": [],
    "errors": [],
}
BAD_EMAIL = [{"field": "email", "text": "Enter an e-mail address, for example name@example.com"}]
SUGGESTED = [
    {
        "article_id": "refund-times",
        "title": "Refund times",
        "url": "/en/returns/refund-times/",
        "snippet": SNIPPET,
    }
]

FILLED: dict[str, tuple[str, str, dict[str, Any]]] = {
    "contact-new": ("contact", "contact_form", {"form": FORM}),
    "contact-invalid": (
        "contact",
        "contact_form",
        {
            "form": {
                **FORM,
                "state": "invalid",
                "errors": BAD_EMAIL,
                "suggestions": SUGGESTED,
                "article": ARTICLE,
            }
        },
    ),
    "contact-sent": (
        "contact",
        "contact_form",
        {"form": {**FORM, "state": "sent", "values": {**VALUES, "email": "anna@example.com"}}},
    ),
    "contact-solved": ("contact", "contact_form", {"form": {**FORM, "state": "solved"}}),
    "results-found": ("search", "results", {"results": RESULTS}),
    "results-corrected": (
        "search",
        "results",
        {"results": {**RESULTS, "corrected": "refund", "instead_url": "?q=refnd&exact=1"}},
    ),
    "results-none": ("search", "results", {"results": {**RESULTS, "hits": [], "others": []}}),
    "results-new": ("search", "results", {"results": None}),
    "feedback-ask": ("feedback", "feedback", {"vote": VOTE}),
    "banner": ("search", "banner", {}),
    "feedback-thanks": ("feedback", "feedback", {"vote": {**VOTE, "state": "thanks"}}),
}
SLOTS = {"contact_form": "contact", "results": "results", "feedback": "feedback", "banner": "banner"}


def environment() -> jinja2.Environment:
    """Make an environment like the service's: escaping on, unknown names refused."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(THEME), undefined=jinja2.StrictUndefined, autoescape=True
    )
    made.filters["url"] = lambda url: url if url.startswith(("/", "?")) else f"/{url}"
    return made


def render(name: str, *, lang: str = "en") -> str:
    """Render the partial of a filled page alone."""
    words = Words.load(THEME / "words")
    _, template, context = FILLED[name]
    if template == "feedback":
        reasons = [{"id": reason, "label": words.get(lang, f"reason.{reason}")} for reason in REASONS]
        context = {"vote": {**context["vote"], "reasons": reasons}}
    return (
        environment().get_template(f"partials/{template}.html").render(t=partial(words.get, lang), **context)
    )


def fill(site: Path, *, lang: str) -> None:
    """Write every filled page of a language beside the pages it was made from."""
    for name, (page, template, _) in FILLED.items():
        slot = SLOTS[template]
        source = (site / lang / page / "index.html").read_text(encoding="utf-8")
        inside = f"<!--portal:{slot}-->{render(name, lang=lang)}<!--/portal:{slot}-->"
        pattern = re.compile(f"<!--portal:{slot}-->.*?<!--/portal:{slot}-->", re.DOTALL)
        target = site / lang / name
        target.mkdir()
        (target / "index.html").write_text(inside.join(pattern.split(source)), encoding="utf-8")
