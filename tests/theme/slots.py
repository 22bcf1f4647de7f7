"""What the service puts into the slots of pages: the theme's own partials in each of their states."""

from functools import partial
from pathlib import Path
from typing import Any

import jinja2

from portal.language import Words

THEME = Path(__file__).parents[2] / "themes/helpcenter"
QUERY_ID = "01940000-0000-7000-8000-000000000001"
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
RESULTS: dict[str, Any] = {
    "order_url": "en/orders/#n=104-2391",
    "person_first": False,
    "answer": {"text": "You can cancel until it is packed.", "title": "Cancel an order", "url": "en/"},
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

FILLED: dict[str, tuple[str, dict[str, Any]]] = {
    "contact-new": ("contact_form", {"form": FORM}),
    "contact-invalid": (
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
        "contact_form",
        {"form": {**FORM, "state": "sent", "values": {**VALUES, "email": "anna@example.com"}}},
    ),
    "contact-solved": ("contact_form", {"form": {**FORM, "state": "solved"}}),
    "results-found": ("results", {"results": RESULTS}),
    "results-corrected": (
        "results",
        {"results": {**RESULTS, "corrected": "refund", "instead_url": "?q=refnd&exact=1"}},
    ),
    "results-none": ("results", {"results": {**RESULTS, "hits": [], "others": []}}),
    "results-new": ("results", {"results": None}),
    "feedback-ask": ("feedback", {"vote": VOTE}),
    "banner": ("banner", {}),
    "feedback-thanks": ("feedback", {"vote": {**VOTE, "state": "thanks"}}),
}


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
    template, context = FILLED[name]
    if template == "feedback":
        reasons = [{"id": reason, "label": words.get(lang, f"reason.{reason}")} for reason in REASONS]
        context = {"vote": {**context["vote"], "reasons": reasons}}
    return (
        environment().get_template(f"partials/{template}.html").render(t=partial(words.get, lang), **context)
    )
