"""What has changed in an original since a translation was made from it, as git tells it."""

from dataclasses import dataclass
from difflib import SequenceMatcher, unified_diff

from portal.articles import ArticleError, ContentError, read_article
from portal.articles.sources import read_text
from portal.articles.translations import Translation
from portal.history import commits_of, read_at
from portal.settings import Settings


@dataclass(frozen=True, slots=True)
class Change:
    """The difference between two versions of an original."""

    commit: str
    """The last commit that still had what the translation was made from."""
    lines: tuple[str, ...]
    added: int
    removed: int

    @property
    def summary(self) -> str:
        """Say how large the change is."""
        return f"since {self.commit[:10]}: words added: {self.added}, removed: {self.removed}"


def change_since(settings: Settings, translation: Translation) -> Change | None:
    """Return what changed, or None when git does not know the version it was made from."""
    article, original = translation.article, translation.original
    if article is None or article.meta.source in {None, original.version}:
        return None
    name = f"{settings.content_dir.name}/{original.lang}/{original.path}"
    for commit in commits_of(settings.root, name):
        text = read_at(settings.root, commit, name)
        if text is not None and _version(text, translation) == article.meta.source:
            now = read_text(settings.content_dir / original.lang / original.path, original.file)
            return _compare(commit, text, now)
    return None


def _version(text: str, translation: Translation) -> str:
    """Return the version of an older text; empty for one that could not be read even then."""
    original = translation.original
    try:
        return read_article(original.path, text, lang=original.lang, file=original.file).version
    except (ArticleError, ContentError):
        return ""


def _compare(commit: str, then: str, now: str) -> Change:
    lines = tuple(unified_diff(then.splitlines(), now.splitlines(), lineterm="", n=1))[2:]
    before, after = then.split(), now.split()
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    changed = [step for step in steps if step[0] != "equal"]
    added = sum(j2 - j1 for _, _, _, j1, j2 in changed)
    removed = sum(i2 - i1 for _, i1, i2, _, _ in changed)
    return Change(commit, lines, added, removed)
