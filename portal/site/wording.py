"""Read the words of the interface, or take them as the last build read them."""

from pathlib import Path

from portal.language import Words
from portal.settings import Settings
from portal.site.fingerprint import hash_code, hash_parts
from portal.site.kept import read_kept, write_kept
from portal.site.stamps import Stamps


def load_words(folder: Path, settings: Settings, *, kept_in: Path | None, stamps: Stamps) -> Words:
    """Return the words of all languages of the site; raise WordsError with every problem."""
    default, only = settings.default_language, settings.only_languages
    made_from = hash_parts(hash_code(stamps), default, *only, stamps.digest_all(folder))
    kept = read_kept(kept_in) if kept_in else None
    if kept is not None and kept[0] == made_from:
        return Words(kept[1], default)
    words = Words.load(folder, default=default, only=only)
    if kept_in is not None and all(stamps.is_still(str(file)) for file in folder.glob("*.yml")):
        write_kept(kept_in, (made_from, {lang: dict(texts) for lang, texts in words.by_language.items()}))
    return words
