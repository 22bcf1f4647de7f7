"""Every setting, typed, one sentence each; unknown names are refused.

Settings come from the environment (`PORTAL_PORT=8080`) or from a file `.env` beside mkdocs.yml.
A secret may stand in a file instead: `PORTAL_SMTP_PASSWORD_FILE=/run/secrets/smtp`.
"""

import os
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from portal.errors import SettingsError
from portal.places import Places
from portal.setting_sources import PREFIX, read_variables, setting_of, values_of, without_file
from portal.setting_values import (
    require_author,
    require_length,
    require_networks,
    require_origins,
    require_roles,
)

# Before its first model Pydantic would look through all installed packages for plugins, and we use none.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # noqa: TID251  the door itself


class Settings(Places, BaseModel):
    """All settings of site, service and worker."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    root: Annotated[Path, Field(description="Folder with mkdocs.yml, content/ and themes/.")] = Path()
    var: Annotated[Path, Field(description="Folder for everything made: site, index, database, mail.")] = (
        Path("var")
    )
    host: Annotated[str, Field(description="Address to listen on; keep it on loopback behind a proxy.")] = (
        "127.0.0.1"
    )
    port: Annotated[int, Field(ge=0, le=65535, description="Port to listen on.")] = 8000
    workers: Annotated[int, Field(ge=1, le=64, description="Web processes of `portal serve`.")] = 1
    threads: Annotated[int, Field(ge=1, le=64, description="Threads of one web process.")] = 16
    base_url: Annotated[
        str,
        Field(
            description="Public address: the origin posts may come from; with https cookies travel encrypted "
            "only; where mkdocs.yml has no `site_url`, the address of canonical links and the sitemap."
        ),
    ] = "http://127.0.0.1:8000/"
    trusted_proxies: Annotated[
        int, Field(ge=0, le=5, description="Proxies in front whose X-Forwarded-* are believed.")
    ] = 0
    database_url: Annotated[
        str,
        Field(repr=False, description="SQLAlchemy address; empty means SQLite in the var folder."),
    ] = ""
    engine: Annotated[
        Literal["whoosh", "tantivy"],
        Field(
            description="Search engine that builds and answers; `tantivy` needs the extra of that name and "
            "pays from about a thousand articles."
        ),
    ] = "whoosh"
    today: Annotated[
        date | None, Field(description="Build as if it were this day, so that builds repeat.")
    ] = None
    default_language: Annotated[
        str, Field(description="Language of the originals that translations are made from.")
    ] = "en"
    languages: Annotated[
        str,
        Field(
            description="Languages of the help centre with commas between, such as `ru, en`; empty: all that "
            "there are words for."
        ),
    ] = ""
    market: Annotated[
        str,
        Field(
            description="Market whose law and prices are stated: `home`, or the one of a shop.<market>.yml."
        ),
    ] = "home"
    secret: Annotated[
        str,
        AfterValidator(require_length),
        Field(
            repr=False,
            description="Key for tokens and customer keys, 32 characters or more; empty means a file in the "
            "var folder.",
        ),
    ] = ""
    query_min_sessions: Annotated[
        int,
        Field(ge=1, le=100, description="Sessions from which a query's text is shown in lists."),
    ] = 3
    learn_min_sessions: Annotated[
        int,
        Field(ge=2, le=100, description="Sessions that must confirm like questions before search learns."),
    ] = 3
    smtp_host: Annotated[
        str, Field(description="Mail server; empty writes every mail as a file in var/outbox.")
    ] = ""
    smtp_port: Annotated[int, Field(ge=1, le=65535, description="Port of the mail server.")] = 587
    smtp_security: Annotated[
        Literal["starttls", "tls", "none"],
        Field(description="How the connection to the mail server is protected."),
    ] = "starttls"
    smtp_user: Annotated[str, Field(description="User at the mail server; empty means none.")] = ""
    smtp_password: Annotated[str, Field(repr=False, description="Password at the mail server.")] = ""
    mail_from: Annotated[
        str, Field(description="Sender of acknowledgements and of messages to the help desk.")
    ] = "segitseg@kannahaz.example"
    desk_email: Annotated[
        str, Field(description="Mailbox of the support team that receives every contact.")
    ] = "ugyfelszolgalat@kannahaz.example"
    desk_secret: Annotated[
        str,
        AfterValidator(require_length),
        Field(
            repr=False,
            description="Key with which the help desk signs contacts it tells, 32 characters or more; empty "
            "takes none.",
        ),
    ] = ""
    account_secret: Annotated[
        str,
        AfterValidator(require_length),
        Field(
            repr=False,
            description="Key with which the shop signs who is signed in there, 32 characters or more; empty "
            "takes nobody's word.",
        ),
    ] = ""
    attachments: Annotated[
        int, Field(ge=0, le=20, description="Files somebody may attach to a message; 0 takes none.")
    ] = 5
    attachment_mb: Annotated[int, Field(ge=1, le=25, description="Megabytes that one of them may have.")] = 10
    attachments_mb: Annotated[
        int, Field(ge=1, le=50, description="Megabytes they may have together; help desks and mail take 20.")
    ] = 15
    attachments_gb_in_all: Annotated[
        int,
        Field(
            ge=1, le=1000, description="Gigabytes of files kept at once; then messages come without files."
        ),
    ] = 4
    integrations: Annotated[
        Path | None,
        Field(description="File with the help desks; empty means integrations.yml beside mkdocs.yml."),
    ] = None
    shop_orders: Annotated[
        Path | None,
        Field(
            description="Orders that customers may look up where integrations.yml names no shop: a folder of "
            "CSV files or an SQLite file; empty means none, and invented ones with `portal up`."
        ),
    ] = None
    staff_roles: Annotated[
        str,
        AfterValidator(require_roles),
        Field(
            description="Who may sign in through the provider or proxy and as what: "
            "`anna@shop.example=administrator, support=editor` (addresses, or groups)."
        ),
    ] = ""
    oidc_issuer: Annotated[
        str, Field(description="OpenID Connect provider to sign staff in; empty offers none.")
    ] = ""
    oidc_client_id: Annotated[str, Field(description="What the provider calls this service.")] = "portal"
    oidc_client_secret: Annotated[
        str, Field(repr=False, description="Secret of this service at the provider, if it gave one.")
    ] = ""
    oidc_groups_claim: Annotated[
        str, Field(description="Claim in which the provider tells somebody's groups.")
    ] = "groups"
    oidc_networks: Annotated[
        str,
        Field(description="Private networks the provider may be in, parted by commas: `10.0.0.0/8`."),
    ] = ""
    proxy_login_header: Annotated[
        str,
        Field(description="Header in which a proxy says who is signed in (`X-Forwarded-Email`); empty: no."),
    ] = ""
    proxy_login_from: Annotated[
        str,
        AfterValidator(require_networks),
        Field(description="Addresses or networks of that proxy, parted by commas; nobody else is believed."),
    ] = ""
    report_email: Annotated[
        str, Field(description="Who gets the weekly report, parted by commas; empty sends none.")
    ] = ""
    report_language: Annotated[
        str, Field(description="Language of the weekly report; empty means that of the originals.")
    ] = ""
    widget_origins: Annotated[
        str,
        AfterValidator(require_origins),
        Field(
            description="Origins whose pages may show the widget, parted by commas: `https://shop.example`; "
            "empty: none."
        ),
    ] = ""
    git_author: Annotated[
        str,
        AfterValidator(require_author),
        Field(
            description="Author of commits that the dashboard makes, `Name <address>`; empty makes none, and "
            "what editors publish there stays in the database."
        ),
    ] = ""
    survey: Annotated[
        bool,
        Field(
            description="Ask customers by mail how it went, once the help desk has told what a message of "
            "the form took."
        ),
    ] = False
    contacts_per_hour: Annotated[
        int,
        Field(ge=1, description="Messages one address may send in an hour, and as many statements besides."),
    ] = 10
    contacts_per_hour_in_all: Annotated[
        int,
        Field(ge=1, description="Messages everybody may send together in an hour; as many statements."),
    ] = 1000
    contacts_before_proof: Annotated[
        int,
        Field(
            ge=1,
            description="Messages that may come within ten minutes before the forms ask browsers for a proof "
            "of work, counted by each web process.",
        ),
    ] = 100
    least_writing_s: Annotated[
        int,
        Field(
            ge=0,
            le=60,
            description="Seconds that people take to fill in a form; who sends sooner is asked for a proof "
            "of work. 0 asks nobody.",
        ),
    ] = 2
    look_ups_per_hour: Annotated[
        int, Field(ge=1, description="Orders and requests one address may look up in an hour.")
    ] = 40
    writes_per_minute: Annotated[
        int, Field(ge=1, description="Votes and event batches one address may send in a minute.")
    ] = 120
    writes_per_minute_in_all: Annotated[
        int, Field(ge=1, description="Votes and event batches everybody together may send in a minute.")
    ] = 15000
    visits_per_minute_in_all: Annotated[
        int,
        Field(ge=1, description="Visits stored in a minute; more are served as well, but not remembered."),
    ] = 1200
    sign_ins_in_all: Annotated[
        int,
        Field(ge=1, description="Passwords everybody together may try at the dashboard in a quarter hour."),
    ] = 200
    reads_per_minute: Annotated[
        int, Field(ge=1, description="Searches and suggestions one address may ask in a minute.")
    ] = 600
    demo: Annotated[bool, Field(description="Show on every page that the traffic is simulated.")] = False

    @property
    def only_languages(self) -> tuple[str, ...]:
        """The languages that were named; none means all that there are words for."""
        return tuple(one.strip() for one in self.languages.split(",") if one.strip())

    @property
    def integrations_file(self) -> Path:
        """File with the help desks; without it everything goes by e-mail."""
        return self.integrations or self.root / "integrations.yml"

    @property
    def attachments_dir(self) -> Path:
        """Folder of the files that customers attached, outside the public site."""
        return self.var_dir / ("attachments-demo" if self.demo else "attachments")

    @property
    def outbox_dir(self) -> Path:
        """Folder where mails go as files when no mail server is set; a demonstration has its own."""
        return self.var_dir / ("outbox-demo" if self.demo else "outbox")

    @property
    def database(self) -> str:
        """The database's address as SQLAlchemy takes it."""
        name = "demo.db" if self.demo else "portal.db"
        return self.database_url or f"sqlite:///{self.var_dir / name}"


def load_settings(**overrides: object) -> Settings:
    """Read all settings; raise SettingsError that names the setting and what to write instead."""
    variables = read_variables()
    for variable in sorted(map(without_file, variables)):
        if not variable.startswith(PREFIX) or setting_of(variable) not in Settings.model_fields:
            raise SettingsError(_explain(variable, "unknown setting"))
    try:
        return Settings.model_validate({**values_of(variables), **overrides})
    except ValidationError as error:
        lines = [_explain(_variable(problem["loc"]), problem["msg"]) for problem in error.errors()]
        raise SettingsError("\n".join(lines)) from None


def read_named_secret(*, file: Path | None, env: str | None) -> str:
    """Return a secret that integrations.yml names: the text of a file, or an environment variable.

    Raises SettingsError, which repeats the name and never the value.
    """
    if file is not None:
        try:
            found = file.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeError) as error:
            raise SettingsError(f"cannot read the secret in {file} ({type(error).__name__}).") from None
        if not found:
            raise SettingsError(f"the file {file} for a secret is empty.")
        return found
    found = os.environ.get(env or "", "").strip()  # noqa: TID251  the door itself
    if not found:
        raise SettingsError(f"the environment has no {env}, which is to hold a secret.")
    return found


def _variable(where: tuple[int | str, ...]) -> str:
    return f"{PREFIX}{str(where[0]).upper()}" if where else f"{PREFIX}?"


def _explain(variable: str, message: str) -> str:
    near = get_close_matches(setting_of(variable), Settings.model_fields, n=1)
    meant = f"{PREFIX}{near[0].upper()}" if near else variable
    hint = f" Did you mean {meant}?" if meant != variable else ""
    return f"{variable}: {message.removeprefix('Value error, ')}.{hint} All settings: docs/settings.md"
