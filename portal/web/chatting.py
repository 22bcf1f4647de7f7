"""The one page on which the chat of others may be opened, and the only policy that lets anything of it in."""

from flask import Blueprint, Response
from werkzeug.exceptions import NotFound

from portal.web.searching import require_language
from portal.web.shells import render_shell
from portal.web.visiting import get_doors

chatting = Blueprint("chatting", __name__)


@chatting.get("/<lang>/chat/")
def page(lang: str) -> Response:
    """Show the page; raise NotFound where the shop has no chat."""
    require_language(lang)
    way = get_doors().shop.way("chat")
    if way is None or way.chat is None:
        raise NotFound
    response = render_shell(lang, "chat", {})
    response.headers["Content-Security-Policy"] = f"{way.chat.policy}; frame-ancestors 'none'"
    return response
