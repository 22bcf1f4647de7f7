"""Read what came in into models; what cannot be read is told, field by field, without repeating it."""

from typing import Annotated, TypeVar

from flask import request
from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError
from werkzeug.exceptions import UnsupportedMediaType

from portal.errors import FieldError, InvalidForm, InvalidRequest

Model = TypeVar("Model", bound=BaseModel)


def _clean(text: str) -> str:
    """Take out control characters: no customer types them and not every database keeps them."""
    if text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        sign for sign in text if sign in "\n\t" or not (ord(sign) < 32 or 0xD800 <= ord(sign) < 0xE000)
    )


Text = Annotated[str, AfterValidator(_clean)]
"""A text as a customer types it."""


class Asked(BaseModel):
    """What comes in an address or a form: unknown names are passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Sent(BaseModel):
    """What comes as JSON: unknown names are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def parse_address(model: type[Model]) -> Model:
    """Read the part of the address after the question mark; raise InvalidRequest."""
    try:
        return model.model_validate(request.args.to_dict())
    except ValidationError as error:
        problems = "; ".join(f"{field.field}: {field.text}" for field in explain(error))
        raise InvalidRequest(problems) from None


def parse_form(model: type[Model]) -> Model:
    """Read a posted form; raise InvalidForm. Files in it are none of its fields."""
    try:
        return model.model_validate(request.form.to_dict())
    except ValidationError as error:
        raise InvalidForm(explain(error)) from None


def parse_json(model: type[Model]) -> Model:
    """Read a JSON body; raise InvalidRequest if it is none, InvalidForm if its fields are wrong."""
    if request.mimetype != "application/json":
        raise UnsupportedMediaType("Send JSON with Content-Type: application/json.")
    try:
        return model.model_validate_json(request.get_data())
    except ValidationError as error:
        if any(problem["type"] == "json_invalid" for problem in error.errors(include_input=False)):
            raise InvalidRequest("The body is not JSON.") from None
        raise InvalidForm(explain(error)) from None


def explain(error: ValidationError) -> tuple[FieldError, ...]:
    """Return what is wrong with each field; never the values, which may be personal."""
    return tuple(
        FieldError(".".join(str(part) for part in problem["loc"]), problem["msg"])
        for problem in error.errors(include_url=False, include_input=False, include_context=False)
    )
