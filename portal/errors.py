"""Everything the portal raises on purpose, with the HTTP status it stands for.

* PortalError
  * SettingsError        a setting is unknown or wrong
  * InvalidRequest (400) the request cannot be understood
    * InvalidForm (422)  fields are wrong; says which, in the customer's words
  * Forbidden (403)      no right, or the anti-forgery token does not fit
  * NotFound (404)       there is no such thing
  * ProofNeeded (428)    programs flood the form; says what to show, or how long to wait
  * TooMany (429)        a budget is used up; says when to try again
  * Unavailable (503)    a part of the service does not work now
    * NotStored          what was sent could not be kept
"""

from dataclasses import dataclass


class PortalError(Exception):
    """Anything the portal raises on purpose; the message is fit for its reader."""

    status = 500
    title = "The portal could not do this"


class SettingsError(PortalError):
    """A setting is unknown or has a wrong value."""

    title = "A setting is wrong"


class InvalidRequest(PortalError):
    """The request cannot be understood."""

    status = 400
    title = "The request is not valid"


@dataclass(frozen=True, slots=True)
class FieldError:
    """One wrong field of a form: its name and what to do, in the reader's language."""

    field: str
    text: str


class InvalidForm(InvalidRequest):
    """Fields of a form are wrong; nothing was stored."""

    status = 422
    title = "Some fields need correcting"

    def __init__(self, errors: tuple[FieldError, ...]) -> None:
        super().__init__("; ".join(error.text for error in errors))
        self.errors = errors


class Forbidden(PortalError):
    """The one who asks has no right to it, or the form's token is too old."""

    status = 403
    title = "Not allowed"


class NotFound(PortalError):
    """There is no such thing."""

    status = 404
    title = "Not found"


class ProofNeeded(PortalError):
    """Programs flood the form: nothing was stored, and it is once there is a proof, or after a wait."""

    status = 428
    title = "A proof is needed"

    def __init__(
        self, message: str, *, challenge: str, parts: int, bits: int, wait: str, wait_s: int
    ) -> None:
        super().__init__(message)
        self.challenge, self.parts, self.bits = challenge, parts, bits
        self.wait, self.wait_s = wait, wait_s


class TooMany(PortalError):
    """A budget is used up."""

    status = 429
    title = "Too many requests"

    def __init__(self, message: str, *, retry_after_s: int) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class Unavailable(PortalError):
    """A part of the service does not work just now."""

    status = 503
    title = "Not available just now"


class NotStored(Unavailable):
    """What was sent could not be kept, so nobody may be told that it was."""

    title = "Your message was not stored"
