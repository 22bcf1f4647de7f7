"""What a help desk gets of a message: her own words first, then what she did before."""

from dataclasses import dataclass
from html import escape


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One step of the visit as a sentence; `url` is where it happened, empty if nowhere."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Ticket:
    """A message to a person as it goes to a desk; `facts` are named values, in the team's language."""

    ref: str
    code: str
    """The case number as customers are shown it."""
    title: str
    message: str
    email: str
    lang: str
    name: str = ""
    topic: str = ""
    route: str = ""
    """Who is to answer, by topics.yml."""
    priority: str = "normal"
    facts: tuple[tuple[str, str], ...] = ()
    story_head: str = ""
    story: tuple[StoryLine, ...] = ()

    @property
    def subject(self) -> str:
        """The title with the case number, on one line."""
        return " ".join(f"[{self.code}] {self.title}".split())


def in_plain(ticket: Ticket, *, most: int) -> str:
    """Return the ticket as plain text of at most so many signs; her own words are never cut for the story."""
    story = [f"  {line.text}{f' ({line.url})' if line.url else ''}" for line in ticket.story]
    facts = [f"{name}: {value}" for name, value in ticket.facts]
    head = "\n".join((ticket.message, "", "-- ", *facts))
    return _fill(head, (f"\n\n{ticket.story_head}", *(f"\n{line}" for line in story)), most=most)


def in_html(ticket: Ticket, *, most: int) -> str:
    """Return the ticket as a small piece of HTML; everything a customer wrote is text in it."""
    words = write_html(ticket.message)
    facts = "<br>".join(f"{escape(name)}: {escape(value)}" for name, value in ticket.facts)
    head = f"<p>{words}</p><hr><p>{facts}</p>"
    return _fill(
        head, (f"<p>{escape(ticket.story_head)}</p>", *(_html_line(line) for line in ticket.story)), most=most
    )


def write_html(text: str) -> str:
    """Return plain text as a small piece of HTML in which every line stays one."""
    return "<br>".join(escape(line) for line in text.splitlines())


def in_mrkdwn(ticket: Ticket, *, most: int) -> str:
    """Return the ticket as Slack's mrkdwn, in which only three signs have to be escaped."""
    words = "\n".join(f">{_mrkdwn(line)}" for line in ticket.message.splitlines())
    facts = "\n".join(f"{_mrkdwn(name)}: {_mrkdwn(value)}" for name, value in ticket.facts)
    story = (f"\n• {_mrkdwn(line.text)}" for line in ticket.story)
    return _fill(f"{words}\n\n{facts}", (f"\n\n{_mrkdwn(ticket.story_head)}", *story), most=most)


def split_name(name: str) -> tuple[str, str]:
    """Return first and last name; one word alone is the last name, as desks demand it.

    >>> split_name("Anna Mária Kovács"), split_name("Anna")
    (('Anna Mária', 'Kovács'), ('', 'Anna'))
    """
    first, _, last = " ".join(name.split()).rpartition(" ")
    return first, last


def _fill(head: str, rest: tuple[str, ...], *, most: int) -> str:
    """Add whole pieces while they fit; a head that alone is too long is cut."""
    told = head[:most]
    for piece in rest:
        if len(told) + len(piece) > most:
            break
        told += piece
    return told


def _html_line(line: StoryLine) -> str:
    text = escape(line.text)
    if not line.url.startswith(("https://", "http://")):
        return f"<p>{text}</p>"
    return f'<p><a href="{escape(line.url)}">{text}</a></p>'


def _mrkdwn(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
