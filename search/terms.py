"""Read the words of a question: which words of the index each may stand for, and how surely."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from search.analysis import Analyzer, Token
from search.synonyms import EVERYDAY, TOLD, Key, Meaning, SynonymTable, translations_into
from search.vocabulary import Vocabulary

_MOST_COMPLETIONS: Final = 40
_LONGEST_JOINED: Final = 40
# An engine is asked for so many stems of one word.
_MOST_STEMS: Final = 24
_SHORTEST_RESPELLED: Final = 2
# Words of questions whose meaning is kept at hand.
_MOST_REMEMBERED: Final = 4096

# How sure a match is, from the word itself to a guess.
SAME: Final = 1.0
UNACCENTED: Final = 0.9
OTHER_ACCENTS: Final = 0.3
COMPLETED: Final = 0.8
JOINED: Final = 0.8
TRANSLATED: Final = TOLD
CORRECTED: Final = 0.7
# What more of the titles and passages have is called so here, and needs no other word: that would only cost
# time. Of few texts, each counts.
COMMON: Final = 0.03
MANY: Final = 50
# What a stop word counts for, where titles and questions have it.
SMALL_WORD: Final = 0.5


class Term(NamedTuple):
    """Hold one word of the question: the index's words it may stand for, each with a strength.

    `same` is the number of the very word, or None if no article has it. `weight` grows with the
    rarity of the word (inverse document frequency). A term is known if no guess was needed. `grams`
    are its runs of characters with the weight of each, `stems` the stems of the matches, the surest first.
    """

    word: str
    matches: Mapping[int, float]
    same: int | None
    weight: float
    is_known: bool
    grams: Mapping[str, float]
    stems: tuple[tuple[str, float], ...]
    corrections: tuple[str, ...] = ()


# Each is the same as itself only, so what a word means with it is found without a look at every form.
@dataclass(frozen=True, slots=True, eq=False)
class Forms:
    """Hold words of the index, by number, with a strength."""

    strengths: Mapping[int, float]


def rarity(df: float, texts: int) -> float:
    """Weigh a term by how few texts have it (the idf of BM25, never negative).

    Texts are titles and passages: what most articles of a shop have somewhere, such as "order" or
    "delivery", still tells their titles and passages apart.
    """
    return math.log(1 + (texts - df + 0.5) / (df + 0.5))


class TermReader:
    """Read the words of questions against one vocabulary. What a word means is remembered."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        analyzer: Analyzer,
        synonyms: SynonymTable | None = None,
    ) -> None:
        self.vocabulary = vocabulary
        self.analyzer = analyzer
        self.synonyms = synonyms
        self._translations = translations_into(analyzer.lang)
        self._rarities = vocabulary.grams.rarities(vocabulary.df, vocabulary.texts)
        self._unknown_gram = rarity(0, vocabulary.texts)
        small = {word: vocabulary.find(word) for word in analyzer.stop_words}
        self.small_words = {
            word: (number, SMALL_WORD * rarity(vocabulary.df[number], vocabulary.texts))
            for word, number in small.items()
            if number is not None
        }
        """Stop words by number, with a weight; only titles and questions have any."""
        self._read = lru_cache(_MOST_REMEMBERED)(self._read_word)
        self._joined = lru_cache(_MOST_REMEMBERED)(self._forms_of_joined)
        self._carried = lru_cache(_MOST_REMEMBERED)(self._carry)
        self.respelled = lru_cache(_MOST_REMEMBERED)(self._respell)

    def terms(
        self, tokens: Sequence[Token], telling: Sequence[Token], *, unfinished: Token | None, guess: bool
    ) -> list[Term]:
        """Read the words that say something; words beside each other may be one, or mean another."""
        also = self._meant_besides([token.word for token in tokens])
        return [
            self._read(token.word, tuple(also.get(token.word, ())), token is unfinished, guess)
            for token in telling
        ]

    def _read_word(
        self,
        word: str,
        also: tuple[Forms, ...],
        is_prefix: bool,  # noqa: FBT001  what is remembered is found faster by position
        guess: bool,  # noqa: FBT001
    ) -> Term:
        """Find what a word may stand for: its forms, else without accents, else corrected."""
        same = self.vocabulary.find(word)
        if same is None and (same := self.vocabulary.find_unaccented(word)) is not None:
            # It is a word but for accents: more surely meant than what its stem happens to lead to.
            matches = self._forms(self.vocabulary.stems[same], UNACCENTED)
            _merge(matches, self._forms(self.analyzer.stem(word), OTHER_ACCENTS))
        else:
            matches = self._forms(self.analyzer.stem(word), SAME)
        sure = OTHER_ACCENTS if matches else UNACCENTED
        for stem in self.vocabulary.without_accents(word):
            _merge(matches, self._forms(stem, sure))
        if is_prefix:
            found = self.vocabulary.starting_with(word, limit=_MOST_COMPLETIONS)
            _merge(matches, dict.fromkeys(found, COMPLETED))
        # What may become many words says as little as all of them, even if it is a rare word itself.
        begun = self._rarity_of(matches) if is_prefix and matches else None
        for more in also:
            _merge(matches, more.strengths)
        # A word of another language is not known in this one, even if it is told what it is called here.
        is_known = bool(matches)
        _merge(matches, self._translated(word))
        is_small = not matches and self._translations.is_small(word)
        corrections = self.vocabulary.corrections(word) if guess and not matches and not is_small else []
        is_small = is_small or (bool(corrections) and self.analyzer.is_stop(corrections[0]))
        if not is_small:
            for rank, correction in enumerate(corrections):
                _merge(matches, self._corrected(correction, CORRECTED / (1 + rank)))
        return Term(
            word=word,
            matches=matches,
            same=same,
            # A small word that was mistyped says as little as one that was not.
            weight=0.0 if is_small else self._weight(matches) if begun is None else begun,
            is_known=is_known,
            # An unfinished word has no end yet.
            grams={}
            if is_small
            else self._weigh_grams(self.analyzer.grams(word)[: -1 if is_prefix else None]),
            stems=self._stems(matches),
            corrections=tuple(corrections),
        )

    def known_term(self, token: Token) -> Term:
        """Find the forms of a word, with no guess at one that is unknown."""
        matches = self._forms(self.analyzer.stem(token.word), SAME)
        return Term(
            word=token.word,
            matches=matches,
            same=self.vocabulary.find(token.word),
            weight=self._weight(matches),
            is_known=bool(matches),
            grams=self._weigh_grams(self.analyzer.grams(token.word)),
            stems=self._stems(matches),
        )

    def is_known(self, word: str) -> bool:
        """Tell whether articles or synonyms have a word or a form of it."""
        return bool(
            self.vocabulary.with_stem(self.analyzer.stem(word))
            or self.vocabulary.without_accents(word)
            or (self.synonyms is not None and self.synonyms.knows(word))
        )

    def ends_in_word(self, text: str) -> bool:
        """Tell whether the last word of a question stands as it is, not only as the beginning of another."""
        tokens = self.analyzer.tokens(text)
        if not tokens or self.analyzer.is_stop(tokens[-1].word) or self.is_known(tokens[-1].word):
            return True
        return not self.vocabulary.starting_with(tokens[-1].word, limit=1)

    def _weigh_grams(self, grams: Sequence[str]) -> dict[str, float]:
        """Weigh runs of characters, each once."""
        known, unknown = self._rarities, self._unknown_gram
        return {gram: known.get(gram, unknown) for gram in grams}

    def _meant_besides(self, words: Sequence[str]) -> dict[str, list[Forms]]:
        """Give, by word, what synonyms and words written together add to it."""
        also: dict[str, list[Forms]] = {}
        joined = map(self._joined, words, words[1:])
        for place, forms in enumerate(joined):
            if forms is not None:
                also.setdefault(words[place], []).append(forms)
                also.setdefault(words[place + 1], []).append(forms)
        if self.synonyms is not None and words:
            for first, end, meaning in self.synonyms.meanings(words):
                for word, forms in self._carried(tuple(words[first:end]), meaning):
                    also.setdefault(word, []).append(forms)
        return also

    def _carry(self, stretch: tuple[str, ...], meaning: Meaning) -> list[tuple[str, Forms]]:
        """Give which word of a stretch carries what else it means, and the forms of that."""
        telling = [word for word in stretch if not self.analyzer.is_stop(word)] or stretch
        is_common = self._is_common(telling)
        carried = []
        for phrase, sure in meaning.phrases:
            if is_common and sure <= EVERYDAY:
                continue
            # One word carries the meaning of the whole stretch, lest it count several times; best
            # one that is not in the other wording anyway.
            carriers = [word for word in telling if self.analyzer.stem(word) not in phrase] or telling
            carried.append((carriers[-1], Forms(self._forms_of_phrase(phrase, sure))))
        return carried

    def _forms_of_phrase(self, phrase: Key, sure: float) -> dict[int, float]:
        """Give the forms of all words of a phrase; of several, each is less sure."""
        matches: dict[int, float] = {}
        for stem in phrase:
            _merge(matches, self._forms(stem, sure / math.sqrt(len(phrase))))
        return matches

    def _is_common(self, words: Iterable[str]) -> bool:
        """Tell whether many titles and passages have each of some words."""
        found = self.vocabulary.stem_df
        most = max(COMMON * self.vocabulary.texts, MANY)
        return all(found.get(self.analyzer.stem(word), 0) > most for word in words)

    def _translated(self, word: str) -> dict[int, float]:
        """Give the forms of what an English word is called here."""
        matches: dict[int, float] = {}
        for phrase in self._translations.of(word):
            _merge(matches, self._forms_of_phrase(phrase, TRANSLATED))
        return matches

    def _forms_of_joined(self, left: str, right: str) -> Forms | None:
        """Give the forms of the words that two words beside each other may be when written together."""
        matches: dict[int, float] = {}
        for joined in self.analyzer.joined(left, right):
            if len(joined) <= _LONGEST_JOINED:
                _merge(matches, self._forms(self.analyzer.stem(joined), JOINED))
        return Forms(matches) if matches else None

    def _respell(
        self,
        chunk: str,
        is_open: bool = False,  # noqa: FBT001, FBT002  as above
        even_known: bool = False,  # noqa: FBT001, FBT002
    ) -> str | None:
        """Give what a stretch of letters, an unknown one but for `even_known`, was meant to be, or None."""

        def is_word(word: str) -> bool:
            if self.analyzer.is_stop(word) or self.is_known(word):
                return True
            return is_open and bool(self.vocabulary.starting_with(word, limit=1))

        words = [token.word for token in self.analyzer.tokens(chunk)]
        if len(chunk) < _SHORTEST_RESPELLED or (not even_known and any(map(is_word, words))):
            return None
        for meant in self.analyzer.respellings(chunk):
            found = [token.word for token in self.analyzer.tokens(meant)]
            if found and meant != chunk and all(map(is_word, found)):
                return meant
        return None

    def _corrected(self, correction: str, strength: float) -> dict[int, float]:
        matches: dict[int, float] = {}
        parts = [part for part in correction.split() if not self.analyzer.is_stop(part)]
        for part in parts:
            _merge(matches, self._forms(self.analyzer.stem(part), strength))
        return matches

    def _forms(self, stem: str, strength: float) -> dict[int, float]:
        return dict.fromkeys(self.vocabulary.with_stem(stem), strength)

    def _stems(self, matches: Mapping[int, float]) -> tuple[tuple[str, float], ...]:
        stems: dict[str, float] = {}
        for number, strength in matches.items():
            stem = self.vocabulary.stems[number]
            stems[stem] = max(strength, stems.get(stem, 0.0))
        return tuple(sorted(stems.items(), key=lambda item: -item[1])[:_MOST_STEMS])

    def _weight(self, matches: Mapping[int, float]) -> float:
        """Weigh by the texts that have the surest matches; an unknown word is the rarest."""
        surest = max(matches.values(), default=0.0)
        return self._rarity_of([number for number, strength in matches.items() if strength == surest])

    def _rarity_of(self, words: Iterable[int]) -> float:
        """Tell how rare some words are, all forms of them together."""
        stems = {self.vocabulary.stems[number] for number in words}
        df = sum(self.vocabulary.stem_df[stem] for stem in stems)
        return rarity(min(df, self.vocabulary.texts), self.vocabulary.texts)


def distinct(tokens: Iterable[Token]) -> Iterator[Token]:
    """Give each word once."""
    return iter({token.word: token for token in tokens}.values())


def _merge(matches: dict[int, float], more: Mapping[int, float]) -> None:
    for number, strength in more.items():
        if strength > matches.get(number, 0.0):
            matches[number] = strength
