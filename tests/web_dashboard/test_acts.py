"""The page "Record" tells who published without git, and who took it back."""

import re

import pytest

from portal.services.doors import Doors
from portal.services.publishing import list_publications
from portal.services.staff import Role
from tests.services.parts import TurnedClock
from tests.web_dashboard.conftest import find_token, sign_in_as
from tests.web_dashboard.test_notices import FORM

NOTHING = "Nothing was published or taken back from here in this period."


def acts(page: str) -> list[str]:
    """Return the rows of the list of acts as plain text."""
    inside = page.partition('<section id="acts">')[2].partition("</section>")[0]
    rows = re.findall(r"<tr>(.*?)</tr>", inside.partition("<tbody>")[2], re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows]


def test_what_editors_publish_and_take_back_stands_in_the_record(doors: Doors, clock: TurnedClock) -> None:
    eva, otto = (sign_in_as(doors, Role.EDITOR, login=name) for name in ("eva", "otto"))
    token = find_token(eva.get("/dashboard/notices").text)
    assert NOTHING in eva.get("/dashboard/record?ui=en").text
    eva.post("/dashboard/notices", data=FORM | {"token": token, "text_en": "Late <b>parcels</b>"})
    clock.turn(minutes=1)
    eva.post("/dashboard/notices/withdraw", data={"token": token, "article": "refund-times"})
    clock.turn(minutes=1)
    (notice,) = (one for one in list_publications(doors) if one.subject.startswith("live-"))
    token = find_token(otto.get("/dashboard/notices").text)
    otto.post("/dashboard/notices/undo", data={"token": token, "id": notice.publication_id})
    page = sign_in_as(doors, Role.READER).get("/dashboard/record?ui=en").text
    assert "<b>parcels" not in page
    told = acts(page)
    assert told[0].startswith("Notice taken back: Late ")
    assert " otto " in told[0]
    assert told[1].startswith("Article taken off: ")
    assert " eva " in told[1]
    assert told[2].startswith("Notice put up: Late &lt;b&gt;parcels&lt;/b&gt; eva ")
    assert "Not in git yet" in told[2]
    assert len(told) == 3


@pytest.mark.parametrize("lang", ["ru", "hu"])
def test_the_record_tells_it_in_the_reader_s_language_and_by_period(
    doors: Doors, clock: TurnedClock, lang: str
) -> None:
    eva = sign_in_as(doors, Role.EDITOR)
    token = find_token(eva.get("/dashboard/notices").text)
    eva.post("/dashboard/notices/withdraw", data={"token": token, "article": "refund-times"})
    (told,) = acts(eva.get(f"/dashboard/record?ui={lang}").text)
    assert told.startswith({"ru": "Статья снята: ", "hu": "Cikk levéve: "}[lang])
    assert (
        acts(eva.get(f"/dashboard/record?ui={lang}&period=custom&from=2026-01-01&to=2026-01-31").text) == []
    )
