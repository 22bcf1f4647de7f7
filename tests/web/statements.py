"""Fill in statements of legal weight as a browser does, and read what comes back."""

import re
from email.message import EmailMessage
from html import unescape

from flask.testing import FlaskClient

from portal.articles.acts import ACTS
from portal.connectors.mail import MailFailed
from portal.services.doors import Doors
from portal.services.working import Worker
from tests.services.parts import make_page

NAME, EMAIL = "Kovács Éva", "eva@example.com"
WITHDRAWAL = {"name": NAME, "order_number": "#104 2391", "scope": "part", "items": "1 kettle\n2 filters"}
COMPLAINT = {"name": NAME, "happened": "The courier threw the parcel\nover the fence.", "place": "1117"}
DEFECT = {
    "name": NAME,
    "order_number": "104-2391",
    "item": "Tóra kettle",
    "fault": "It does not heat.",
    "since": "Monday",
    "remedy": "replace",
}
DATA = {"name": NAME, "right": "erase", "details": "Everything, please."}
SAID = {"withdrawal": WITHDRAWAL, "complaint": COMPLAINT, "defect-claim": DEFECT, "data-request": DATA}
SENT = {
    "withdrawal": "We have your withdrawal",
    "complaint": "We have your complaint",
    "defect-claim": "We have your claim",
    "data-request": "We have your request",
}
UNTIL = {
    "withdrawal": "7 December 2026, 10:30 (Budapest time)",
    "complaint": "23 December 2026, 10:30 (Budapest time)",
    "defect-claim": "30 November 2026, 18:00 (Budapest time)",
    "data-request": "23 December 2026, 10:30 (Budapest time)",
}


def build_shells(doors: Doors) -> None:
    """Build the pages that stand around the forms."""
    for lang in doors.words.languages:
        for page, slot in (*((act.page, "act") for act in ACTS.values()), ("requests", "requests")):
            place = doors.settings.site_dir / lang / page / "index.html"
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(make_page(page, f"<!--portal:{slot}-->off<!--/portal:{slot}-->"))


class Post:
    """Letters as they leave, or do not."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.is_down = False

    def send(self, message: EmailMessage) -> None:
        if self.is_down:
            raise MailFailed("The mail server cannot be reached: ConnectionRefusedError.", is_final=False)
        self.letters.append(message)


def find_token(page: str) -> str:
    """Return the token of a form."""
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def fields(
    client: FlaskClient, page: str, action: str = "send", lang: str = "en", **others: str
) -> dict[str, str]:
    token = find_token(client.get(f"/{lang}/{page}/").text)
    return SAID[page] | {"email": EMAIL, "token": token, "website": "", "action": action} | others


def hidden(page: str) -> dict[str, str]:
    """Return what the second step carries along, as a browser reads it."""
    return {
        name: unescape(value)
        for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page)
    }


def send(client: FlaskClient, page: str, lang: str = "en", **others: str) -> str:
    """Send a statement and return the page that says that it was received."""
    response = client.post(f"/{lang}/{page}/", data=fields(client, page, lang=lang, **others))
    assert response.status_code == 200, response.text
    return unescape(response.text)


def told_code(page: str) -> str:
    """Return the case number that a page tells."""
    found = re.search(r"<dd>(\d{3}-\d{4})</dd>", page)
    assert found is not None, page
    return found[1]


def deliver(doors: Doors, post: Post) -> EmailMessage:
    """Let the worker send what waits, and return the customer's letter."""
    Worker(doors, post).deliver_all()
    (letter,) = [one for one in post.letters if one["To"] == EMAIL]
    return letter


def text_of(letter: EmailMessage) -> str:
    """Return the text of a letter."""
    body = letter.get_body()
    assert isinstance(body, EmailMessage)
    return str(body.get_content())
