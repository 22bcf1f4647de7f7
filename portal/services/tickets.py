"""Write the ticket of a message: her words, who is to answer, and the story of the visit with links."""

from portal.domain.case_numbers import format_case_number
from portal.domain.journey import Step
from portal.domain.references import make_reference
from portal.domain.tickets import StoryLine, Ticket
from portal.services.doors import Doors
from portal.services.letters import describe_step, head_of, tell_facts
from portal.services.telling import from_json
from portal.store.contacts import Contact


def make_ticket(doors: Doors, contact: Contact) -> Ticket:
    """Return the ticket of a message, in the language of the team; the customer's words stay hers."""
    lang = doors.settings.default_language
    topic = doors.shop.topics.get(contact.topic or "")
    steps = from_json(contact.journey)
    return Ticket(
        ref=make_reference(contact.contact_id),
        code=format_case_number(contact.code),
        title=head_of(doors, contact),
        message=contact.message,
        email=contact.email,
        lang=contact.locale,
        name=contact.name or "",
        topic=topic.id if topic else "",
        route=topic.route if topic else "",
        priority=topic.priority if topic else "normal",
        facts=tell_facts(doors, contact),
        story_head=doors.words.get(lang, "letter.desk.journey" if steps else "letter.desk.nojourney"),
        story=tuple(StoryLine(describe_step(doors, step, lang), _url(doors, step)) for step in steps),
    )


def _url(doors: Doors, step: Step) -> str:
    article = doors.find_article(step.article_id, step.lang or doors.settings.default_language)
    return f"{doors.settings.base_url.rstrip('/')}/{article.url}" if article else ""
