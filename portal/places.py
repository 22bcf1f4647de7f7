"""Where everything is, below the root and the var folder: known before any setting is checked."""

from pathlib import Path


class Places:
    """The folders and files of one help centre."""

    root: Path
    var: Path

    @property
    def content_dir(self) -> Path:
        """Folder of the articles and their data files."""
        return self.root / "content"

    @property
    def theme_dir(self) -> Path:
        """Folder of templates, styles, scripts and words."""
        return self.root / "themes" / "helpcenter"

    @property
    def var_dir(self) -> Path:
        """The var folder, seen from the working folder."""
        return self.root / self.var

    @property
    def site_dir(self) -> Path:
        """Folder of the built static site."""
        return self.var_dir / "site"

    @property
    def index_dir(self) -> Path:
        """Folder of the search index, outside the public site."""
        return self.var_dir / "index"

    @property
    def staff_dir(self) -> Path:
        """Folder of the articles for staff with their index, outside the public site."""
        return self.var_dir / "staff"

    @property
    def live_file(self) -> Path:
        """File with what editors published from the dashboard; builds read it."""
        return self.var_dir / "live.json"

    @property
    def schedule_file(self) -> Path:
        """File in which a build says when it is out of date."""
        return self.var_dir / "build" / "schedule.json"

    @property
    def listing_file(self) -> Path:
        """File in which a build leaves the list of published articles for the service."""
        return self.var_dir / "build" / "articles.json"


class PlacesBelow(Places):
    """The places below two folders."""

    def __init__(self, root: Path, var: Path) -> None:
        self.root, self.var = root, var
