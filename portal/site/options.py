"""What mkdocs.yml may say of the plugin."""

from mkdocs.config import config_options
from mkdocs.config.base import Config


class PortalOptions(Config):  # type: ignore[no-untyped-call]  # MkDocs' own gap
    """What mkdocs.yml may say under `plugins: - portal:`; empty means as in the settings."""

    index_dir = config_options.Type(str, default="")
    listing_file = config_options.Type(str, default="")
    today = config_options.Type(str, default="")
