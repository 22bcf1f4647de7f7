"""The comparison group on the overview: told in words, switched by administrators only."""

import pytest

from portal.services.doors import Doors
from portal.services.experimenting import store_comparison
from portal.services.staff import Role
from tests.services.parts import rows
from tests.services_reporting.test_experimenting import keep, people
from tests.web_dashboard.conftest import find_token, sign_in_as

OVERVIEW = "/dashboard/overview"


def test_it_is_off_and_says_that_nothing_is_measured(doors: Doors) -> None:
    page = sign_in_as(doors, Role.READER).get(OVERVIEW).text
    assert "there is no comparison group" in page
    assert 'name="share"' not in page


def test_an_administrator_switches_it_and_it_is_kept_who_and_when(doors: Doors) -> None:
    admin = sign_in_as(doors, Role.ADMINISTRATOR, login="boss")
    token = find_token(admin.get(OVERVIEW).text)
    assert admin.post("/dashboard/comparison", data={"share": "0.1"}).status_code == 403
    done = admin.post("/dashboard/comparison", data={"share": "0.1", "token": token})
    assert done.status_code == 303
    assert rows(doors, "select share, changed_by from experiment_change") == [(0.1, "boss")]
    page = admin.get(OVERVIEW).text
    assert "Withheld from 10 of 100 people, as set by boss" in page
    assert "Not measured yet" in page


def test_others_may_not_switch_it_and_odd_shares_are_refused(doors: Doors) -> None:
    editor = sign_in_as(doors, Role.EDITOR)
    token = find_token(editor.get("/dashboard/password").text)
    assert editor.post("/dashboard/comparison", data={"share": "0.1", "token": token}).status_code == 403
    admin = sign_in_as(doors, Role.ADMINISTRATOR, login="boss")
    token = find_token(admin.get(OVERVIEW).text)
    for share in ("0.4", "all", "nan"):
        assert admin.post("/dashboard/comparison", data={"share": share, "token": token}).status_code == 400
    assert rows(doors, "select count(*) from experiment_change") == [(0,)]


@pytest.mark.parametrize(
    ("withheld", "shown", "told"),
    [
        ((60, 100), (160, 400), "About 20 of 100 did not have to write."),
        ((40, 100), (160, 400), "have not been shown to help or to harm"),
        ((20, 100), (240, 400), "made more people write, not fewer"),
    ],
)
def test_the_figure_is_told_in_words_whatever_it_is(
    doors: Doors, withheld: tuple[int, int], shown: tuple[int, int], told: str
) -> None:
    keep(doors, people(0, share=0.2, withheld=withheld, shown=shown))
    store_comparison(doors)
    page = sign_in_as(doors, Role.READER).get(OVERVIEW).text
    assert told in page
    assert f"about {withheld[0]} contact us when we suggest nothing" in page


def test_an_alarm_hides_the_figure(doors: Doors) -> None:
    keep(doors, people(0, share=0.2, withheld=(100, 200), shown=(60, 200)))
    store_comparison(doors)
    page = sign_in_as(doors, Role.READER).get(OVERVIEW).text
    assert "The figure is hidden" in page
    assert "when we suggest nothing" not in page
