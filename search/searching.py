"""Answer questions from an open index: every language on its shelf, the page's language first."""

import threading
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Final

from search.analysis import normalise
from search.answer import Answer, Hit
from search.asking import Ranking, plan_for, rank_plan, show
from search.confidence import INSTANT_FROM, confidence_of
from search.errors import LanguageUnknown
from search.excerpts import quote
from search.manifest import Manifest
from search.query import MOST_CHARACTERS, make_telling_plan, read_query, respell
from search.remembering import Remembered
from search.shelf import Shelf
from search.sketches import sketch_of_texts
from search.spelling import sureness

_MOST_OTHERS: Final = 3
# What many ask is answered once by each index; so few that they are no record of what was asked.
_MOST_ANSWERS: Final = 256


class SearchIndex:
    """Hold one open index. It never changes, so any number of threads may ask it, and answers can be kept."""

    def __init__(
        self, shelves: Mapping[str, Shelf], manifest: Manifest, *, is_current: Callable[[], bool]
    ) -> None:
        self._shelves = shelves
        self._is_current = is_current
        self._one_at_a_time = threading.Lock()
        self._answers: Remembered[tuple[str, str, int, bool], Answer] = Remembered(
            _MOST_ANSWERS, size=lambda _: 1
        )
        self.manifest = manifest

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """Name the languages that can be asked."""
        return tuple(sorted(self._shelves))

    def is_current(self) -> bool:
        """Tell whether no newer index was swapped in since this one was opened."""
        return self._is_current()

    def search(self, text: str, *, lang: str, limit: int = 10, prefix: bool = False) -> Answer:
        """Answer a question; raise QueryError if it is empty or too long.

        The typed words are searched first. If they find nothing, corrected ones are searched
        instead. With `prefix` the last word may be unfinished, as while somebody is typing.
        """
        shelf = self.shelf(lang)
        query = read_query(text)
        key = (query, lang, limit, prefix)
        if (known := self._answers.find(key)) is None:
            # The work is all of one processor: threads that shared it would only wait for each other at
            # every step, which took several times as long.
            with self._one_at_a_time:
                known = self._answer(shelf, query, limit=limit, prefix=prefix)
            self._answers.keep(key, known)
        return known

    def _answer(self, shelf: Shelf, query: str, *, limit: int, prefix: bool) -> Answer:
        lang = shelf.lang
        meant = respell(query, shelf.reader, prefix=prefix)
        ranking = rank_plan(shelf, plan_for(shelf, meant, prefix=prefix))
        corrected, did_you_mean = meant if meant != query else None, None
        sure = 1.0
        if (better := ranking.plan.corrected_text()) is not None:
            if ranking.by_typed_words:
                did_you_mean = better
            else:
                sure = sureness(ranking.plan.corrected)
                ranking, corrected = rank_plan(shelf, plan_for(shelf, better)), better
        # Half a word says too little to quote an answer to it, or to give up on it.
        is_finished = not prefix or (bool(ranking.plan.terms) and shelf.reader.ends_in_word(meant))
        return Answer(
            query=query,
            lang=lang,
            hits=show(shelf, ranking, limit=limit),
            others=self._others(query, lang, ranking),
            corrected=corrected,
            did_you_mean=did_you_mean,
            total=len(ranking.found),
            confidence=(confidence := round(sure * confidence_of(ranking), 4)),
            excerpt=quote(shelf, ranking) if confidence >= INSTANT_FROM and is_finished else None,
            is_finished=is_finished,
        )

    def similar(self, text: str, *, lang: str, limit: int = 5) -> Answer:
        """Find articles like a text such as a message being written: a long one by its telling words."""
        shelf = self.shelf(lang)
        shown = " ".join(normalise(text[: 2 * MOST_CHARACTERS]).split())
        # As short as a question it says all its words to the point, and is one.
        is_question = 0 < len(shown) <= MOST_CHARACTERS
        plan = plan_for(shelf, shown) if is_question else make_telling_plan(text, shelf.reader)
        ranking = rank_plan(shelf, plan)
        hits = show(shelf, ranking, limit=limit)
        return Answer(query=plan.text, lang=lang, hits=hits, total=len(ranking.found))

    def sketches(self, lang: str) -> dict[str, str]:
        """Sketch every article of a language, by its id."""
        stored = self.shelf(lang).stored
        return {
            (article := stored.article(number)).id: sketch_of_texts(
                (article.title, *(part.text for part in stored.passages(number))), lang
            )
            for number in range(len(stored))
        }

    def shelf(self, lang: str) -> Shelf:
        """Give what is open of a language; raise LanguageUnknown if there is nothing."""
        if lang not in self._shelves:
            raise LanguageUnknown(f"The index has no language {lang!r}; it has {', '.join(self.languages)}.")
        return self._shelves[lang]

    def _others(self, query: str, lang: str, ranking: Ranking) -> tuple[Hit, ...]:
        """Ask the languages that know more of the words; if nothing was found, all that know any."""
        least = ranking.plan.known_share if ranking.found else 0.0
        hits: list[Hit] = []
        if least >= 1:
            return ()
        for other in self.languages:
            if other == lang:
                continue
            shelf = self._shelves[other]
            plan = plan_for(shelf, query if ranking.found else respell(query, shelf.reader), guess=False)
            if plan.known_share > least:
                hits += show(shelf, rank_plan(shelf, plan), limit=_MOST_OTHERS)
        return tuple(hits)
