"""Build the shipped content once for all tests that need a site or an index."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from portal.settings import Settings, load_settings
from portal.site.building import build_site
from portal.site.ending import Built

ROOT = Path(__file__).parents[1]
TODAY = date(2026, 11, 21)


@dataclass(frozen=True, slots=True)
class BuiltSite:
    """The shipped content as the real plugin builds it."""

    settings: Settings
    built: Built

    @property
    def site(self) -> Path:
        """The folder of the pages."""
        return self.settings.site_dir

    @property
    def index(self) -> Path:
        """The folder of the search index."""
        return self.settings.index_dir

    def read(self, url: str) -> str:
        """Return a page by its address within the site: `en/orders/`."""
        file = self.site / url
        return (file / "index.html" if url.endswith("/") or not url else file).read_text("utf-8")

    def pages(self) -> dict[str, str]:
        """Return every page by its address within the site; those that only lead on are left out."""
        found = {}
        for file in sorted(self.site.rglob("*.html")):
            url = file.relative_to(self.site).as_posix()
            if url.partition("/")[2].startswith("to/"):
                continue
            found[url.removesuffix("index.html")] = file.read_text("utf-8")
        return found


def build(var: Path, *, root: Path = ROOT, today: date = TODAY, clean: bool = False) -> BuiltSite:
    """Build a project into a folder of its own."""
    settings = load_settings(root=root, var=var, today=today)
    return BuiltSite(settings, build_site(settings, today=today, clean=clean))
