"""What a form says when what was sent could not be taken; all that was typed stays in it."""

from dataclasses import dataclass, replace
from typing import TypeVar

from portal.errors import FieldError, Forbidden, InvalidForm, PortalError, ProofNeeded, TooMany
from portal.web.visiting import get_doors


@dataclass(frozen=True, slots=True, kw_only=True)
class FormState:
    """Where a form is (new, invalid, wait, failed, or what came of it), and what is wrong with it."""

    state: str = "new"
    errors: tuple[FieldError, ...] = ()
    proof: str = ""
    """What stands for having waited, while programs flood the form."""
    wait_text: str = ""


Form = TypeVar("Form", bound=FormState)


def tell_refusal(form: Form, error: PortalError, *, field: str, lang: str) -> tuple[Form, int]:
    """Return the form as it is after an error, with its status; `field` names what all of it is about."""
    if isinstance(error, InvalidForm):
        form = replace(form, state="invalid", errors=error.errors)
    elif isinstance(error, Forbidden):
        expired = get_doors().words.get(lang, "form.expired")
        form = replace(form, state="invalid", errors=(FieldError(field, expired),))
    elif isinstance(error, ProofNeeded):
        form = replace(form, state="wait", proof=error.wait, wait_text=str(error))
    elif isinstance(error, TooMany):
        form = replace(form, state="failed", errors=(FieldError(field, str(error)),))
    else:
        form = replace(form, state="failed")
    return form, error.status
