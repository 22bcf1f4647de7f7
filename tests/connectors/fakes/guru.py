"""A Guru team: cards in collections, pages of two, no protection from repeats, a search that lags."""

import base64
from dataclasses import dataclass, field
from datetime import timedelta

from tests.connectors.fakes.server import Ask, Fake, JsonObject, Reply

BASE = "/api/v1"
COLLECTION = "0f3c1111-2222-4333-8444-555566667777"
_PAGE = 2


@dataclass
class FakeGuru(Fake):
    """It takes a user's token; the address of the next page is its own."""

    user: tuple[str, str] = ("anna@example.com", "guru-token")
    cards: list[JsonObject] = field(default_factory=list)
    elsewhere: str = ""
    """Where it says the next page is, when it is not itself."""

    def handle(self, ask: Ask) -> Reply:
        coded = base64.b64encode(":".join(self.user).encode()).decode()
        if ask.headers.get("authorization") != f"Basic {coded}":
            return Reply(401, {"description": "Bad credentials"})
        if ask.path == f"{BASE}/teams":
            return Reply(200, [{"id": "t", "name": "Shop", "status": "ACTIVE"}])
        if ask.path == f"{BASE}/search/cardmgr":
            return self._search(ask)
        if ask.path == f"{BASE}/cards/extended":
            return self._make(ask)
        return next(
            (Reply(200, one) for one in self.cards if ask.path == f"{BASE}/cards/{one['id']}/extended"),
            Reply(404, {"description": "Not found"}),
        )

    def check(self, ask: Ask) -> None:
        # The parameters of a next page are the tool's own business.
        super().check(Ask(ask.method, ask.path, {}, ask.headers, ask.body))

    def _search(self, ask: Ask) -> Reply:
        told = ask.json()
        if told["collectionIds"] != [COLLECTION]:
            return Reply(403, {"description": "No access to the collection"})
        found = [one for one in self.cards if self._is_seen(one) and _fits(one, told["query"])]
        begin = int(ask.query.get("token", "0"))
        page = [{name: value for name, value in one.items() if name != "made_at"} for one in found[begin:]]
        if not page:
            return Reply(204)
        headers = {}
        if len(page) > _PAGE:
            here = self.elsewhere or f"http://{ask.headers['host']}{BASE}"
            headers["Link"] = f'<{here}/search/cardmgr?token={begin + _PAGE}>; rel="next-page"'
        return Reply(200, page[:_PAGE], headers)

    def _is_seen(self, card: JsonObject) -> bool:
        made_at = card.get("made_at")
        return made_at is None or made_at + timedelta(seconds=self.lag_s) <= self.clock()

    def _make(self, ask: Ask) -> Reply:
        if self.is_refusing:
            return Reply(403, {"description": "Not an author"})
        number = f"c{len(self.cards) + 1}"
        card = {**ask.json(), "id": number, "slug": f"{number}/x", "verificationState": "NEEDS_VERIFICATION"}
        self.cards.append({**card, "made_at": self.clock()})
        return Reply(200, card)


def _fits(card: JsonObject, query: JsonObject | None) -> bool:
    for one in query["nestedExpressions"] if query else ():
        if one["type"] == "title" and one["value"].lower() not in card["preferredPhrase"].lower():
            return False
        if one["type"] == "trust-state" and one["verificationState"] != card["verificationState"]:
            return False
    return True
