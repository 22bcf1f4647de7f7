"""Pack the pages that are made for one reader: they reach a phone in fewer rounds."""

import gzip
from typing import Final

from flask import Response, request

# A page of 20 KB takes about a fifth of a millisecond; more saves one percent.
_LEVEL: Final = 5
_SMALLEST: Final = 1024
_READING: Final = frozenset({"GET", "HEAD"})


def pack(response: Response) -> Response:
    """Pack a page that was only asked for, if the browser can unpack it.

    What answers a post stays as it is: it may tell of a person, and how well that packs together with words
    that somebody else made the browser send would tell something of it, too (the attack called BREACH).
    """
    if request.method not in _READING:
        return response
    response.vary.add("Accept-Encoding")
    body = response.get_data()
    if len(body) >= _SMALLEST and request.accept_encodings["gzip"] > 0:
        response.set_data(gzip.compress(body, _LEVEL, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response
