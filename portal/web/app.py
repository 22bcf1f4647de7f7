"""Make the service of its parts: one application, a blueprint for each subject."""

from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from portal.services.doors import Doors
from portal.web.acting import create_acting
from portal.web.api import api, document, health
from portal.web.calling import calling
from portal.web.chatting import chatting
from portal.web.contacting import contacting
from portal.web.dashboard import create_dashboard
from portal.web.desk_hooks import create_desk_hooks
from portal.web.failing import catch_errors
from portal.web.guarding import guard
from portal.web.ordering import create_ordering
from portal.web.quick_search import QuickSearch
from portal.web.requesting import create_requesting
from portal.web.searching import searching
from portal.web.shells import prepare_templates
from portal.web.site import site
from portal.web.surveying import surveying
from portal.web.visiting import EXTENSION
from portal.web.voting import voting
from portal.web.widget import Origins, read_origins, widget

MOST_BODY = 64 * 1024


def create_app(doors: Doors, *, start_recorder: bool = True) -> Flask:
    """Return the application over open doors; call it in the process that serves, after any fork.

    With the recorder whoever watches the index begins, too.
    """
    app = Flask(__name__, static_folder=None, template_folder=str(doors.settings.theme_dir.absolute()))
    app.config["MAX_CONTENT_LENGTH"] = MOST_BODY
    app.config["MAX_FORM_MEMORY_SIZE"] = MOST_BODY
    app.extensions[EXTENSION] = doors
    app.jinja_env.undefined = StrictUndefined
    prepare_templates(app)
    guard(app)
    catch_errors(app)
    public = (
        api.blueprint,
        document,
        health.blueprint,
        searching,
        contacting,
        chatting,
        calling,
        voting,
        surveying,
        widget,
        site,
    )
    own_things = (create_ordering(doors), create_requesting(doors), create_acting(doors))
    for part in (*public, *own_things, create_desk_hooks(doors), create_dashboard(doors)):
        app.register_blueprint(part)
    app.wsgi_app = QuickSearch(app, doors)  # type: ignore[method-assign]  # as Flask's documentation tells
    if origins := read_origins(doors.settings.widget_origins):
        app.wsgi_app = Origins(app.wsgi_app, origins)  # type: ignore[method-assign]  # as above
    proxies = doors.settings.trusted_proxies
    if proxies:
        trusted = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)
        app.wsgi_app = trusted  # type: ignore[method-assign]  # as Flask's documentation tells
    if start_recorder:
        doors.recorder.start()
        doors.index.watch()
    return app
