"""Guru: verified cards to read, content gaps to propose as cards that nobody has verified yet.

A user's token reads and writes; a collection's token only reads.
"""

import re
from typing import Any, Literal
from urllib.parse import urlsplit

from portal.connectors.desks.desk import Finding
from portal.connectors.desks.options import Address, Line, Secret
from portal.connectors.desks.outcomes import DeskError, Refused, Unsure
from portal.connectors.desks.parts import Parts, require_own_host
from portal.connectors.desks.probing import probe
from portal.connectors.desks.reading import JsonObject, as_list, as_object, text_of
from portal.connectors.desks.rest import Rest, is_at, write_json
from portal.connectors.http import Answer
from portal.connectors.knowledge.tool import KnowledgeOptions, Proposal, Proposed
from portal.connectors.signing_in import basic

NAME = "Guru"
HOST = "api.getguru.com"
TRUSTED = "TRUSTED"
MOST_PAGES = 400
_SEARCH = "/search/cardmgr"
_NEXT = re.compile(r'<(?P<url>[^<>]+)>\s*;\s*rel="?next-page"?')


class Options(KnowledgeOptions):
    """How a Guru team is reached."""

    vendor: Literal["guru"]
    address: Address = "https://api.getguru.com/api/v1"
    user: Line
    """The user's address; with a collection's token the collection's id."""
    token: Secret
    collection: Line
    """The id of the collection that is read and proposed to."""
    folders: tuple[Line, ...] = ()
    """Ids of folders for proposed cards."""


class Guru:
    """A collection of a Guru team."""

    settles_s = 300.0

    def __init__(self, options: Options, parts: Parts) -> None:
        is_own = is_at(options.address, (HOST,))
        require_own_host(options.address, is_own=is_own, allowed=options.allow_networks, vendor=NAME)
        self._options = options
        sign_in = basic(options.user, options.token.read())
        advice = {
            401: "Take a user's e-mail address and a token made for that user in Guru's settings.",
            403: "The user must be an author of the collection; a collection's token may only read.",
        }
        self._rest = Rest(parts.http, parts.clock, sign_in, name=NAME, address=options.address, advice=advice)

    def pull(self) -> tuple[JsonObject, ...]:
        """Return the collection's verified cards; what the search lets through besides is left out."""
        is_verified = {"type": "trust-state", "verificationState": TRUSTED, "op": "EQ"}
        cards = self._search(is_verified)
        return tuple(
            card if "content" in card else self._whole(card)
            for card in cards
            if card.get("verificationState") == TRUSTED and text_of(card.get("id"))
        )

    def find(self, key: str) -> Proposed | None:
        """Return the card with this key in its title."""
        found = self._search({"type": "title", "value": key, "op": "CONTAINS"})
        named = (card for card in found if key in text_of(card.get("preferredPhrase")))
        return next((made for card in named if (made := _proposed(card)) is not None), None)

    def propose(self, proposal: Proposal) -> Proposed:
        """Make a card for the team that nobody is asked to verify at once."""
        options = self._options
        told: dict[str, Any] = {
            "preferredPhrase": proposal.title,
            "content": proposal.html,
            "shareStatus": "TEAM",
            "collection": {"id": options.collection},
            "suppressVerification": True,
        }
        if options.folders:
            told["folderIds"] = list(options.folders)
        made = _proposed(self._rest.ask("POST", "/cards/extended", body=write_json(told)).object())
        if made is None:
            raise Unsure(f"{NAME} took a card without saying under which id.")
        return made

    def check(self) -> tuple[Finding, ...]:
        """Look whether the token is known and the collection can be read."""
        sign_in = probe(self._rest, "sign-in", "/teams", advice="Look at `user` and `token`.")
        if not sign_in.is_well:
            return (sign_in,)
        try:
            self._page(f"{_SEARCH}", self._query(None))
        except DeskError as error:
            advice = f"{error} Look at `collection`: its id stands in its address."
            return (sign_in, Finding("collection", is_well=False, advice=advice))
        told = "`portal integrations test` shows whether cards may be made."
        return (sign_in, Finding("collection", is_well=True, advice=told))

    def _query(self, expression: JsonObject | None) -> str:
        nested = {"nestedExpressions": [expression], "op": "AND", "type": "grouping"}
        return write_json(
            {
                "queryType": None,
                "sorts": [{"type": "verificationState", "dir": "ASC"}],
                "query": nested if expression else None,
                "collectionIds": [self._options.collection],
            }
        )

    def _search(self, expression: JsonObject) -> list[JsonObject]:
        """Return all pages of a search; the same body is asked again for each."""
        body, path = self._query(expression), _SEARCH
        cards: list[JsonObject] = []
        for _ in range(MOST_PAGES):
            answer = self._page(path, body)
            cards += [as_object(one) for one in as_list(answer.json())]
            path = self._next(answer)
            if not path:
                return cards
        raise Refused(f"{NAME} has no last page after {MOST_PAGES}.")

    def _page(self, path: str, body: str) -> Answer:
        answer = self._rest.ask("POST", path, body=body)
        if answer.status != 204 and not isinstance(answer.json(), list):
            raise Unsure(f"{NAME} answered a search with something else.")
        return answer

    def _next(self, answer: Answer) -> str:
        """Return the path of the next page; one at another place would get our token, and is refused."""
        found = _NEXT.search(answer.headers.get("link", ""))
        if found is None:
            return ""
        base = f"{self._rest.address}/"
        if not found["url"].startswith(base):
            raise Refused(f"{NAME} sent us elsewhere: {urlsplit(found['url']).hostname or 'nowhere'}.")
        return f"/{found['url'].removeprefix(base)}"

    def _whole(self, card: JsonObject) -> JsonObject:
        """Return a card with its text, where the search left it out."""
        return self._rest.ask("GET", f"/cards/{text_of(card.get('id'))}/extended").object()


def _proposed(card: JsonObject) -> Proposed | None:
    number, slug = text_of(card.get("id")), text_of(card.get("slug"))
    return Proposed(number, f"https://app.getguru.com/card/{slug}" if slug else "") if number else None
