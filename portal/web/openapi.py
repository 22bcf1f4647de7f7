"""A small registry: each operation is declared once and becomes a route, a check and a part of the document.

A view gets its parsed question and returns a model, or JSON that is one; the registry reads the one and
writes the other.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Blueprint, Response, request
from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from portal import __version__
from portal.web.attached import WITH_FILES, let_files_in
from portal.web.parsing import parse_address, parse_form, parse_json

Question = TypeVar("Question", bound=BaseModel)
Reply = BaseModel | bytes | tuple[BaseModel, int]

View = Callable[[Question], Reply]
JsonObject = dict[str, Any]
_REF = "#/components/schemas/{model}"
_PROBLEM_TEXTS = {
    400: "The request cannot be understood.",
    403: "The token does not fit, or the request came from another site.",
    413: "The body is larger than 64 KB.",
    415: "The body is not JSON.",
    422: "Fields are wrong; `errors` names them.",
    428: "Programs flood the form; `proof` says what to show. Nothing was stored.",
    429: "A budget is used up; Retry-After says for how long.",
    503: "A part of the service does not work; nothing was stored.",
}


class Nothing(BaseModel):
    """A question without parameters, or an answer without contents."""


class FieldProblem(BaseModel):
    """One wrong field and what to do, in the language of the request where there is one."""

    field: str
    text: str


class ProofProblem(BaseModel):
    """What to show: for each part, from 0, a number so that SHA-256 of `key.part.number` begins in zero bits.

    `key` are the last 32 signs of the challenge; the proof is `challenge:number,number,…`.
    """

    challenge: str
    parts: int
    bits: int
    wait: str
    """Sent as the proof after `wait_s` seconds, it does as well; fewer get through this way."""
    wait_s: int


class Problem(BaseModel):
    """Why a request failed (RFC 9457)."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: list[FieldProblem] | None = None
    proof: ProofProblem | None = None


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation as the document tells it."""

    method: str
    path: str
    name: str
    summary: str
    asks: type[BaseModel]
    answers: type[BaseModel]
    statuses: tuple[int, ...]
    problems: tuple[int, ...]
    parts: tuple[type[BaseModel], ...]
    """Models that the question refers to by name."""
    files: str = ""
    """The field in which files may come with the question, as a form with parts; empty takes none."""

    @property
    def has_body(self) -> bool:
        """Tell whether the question comes in the body."""
        return self.method == "POST"


class Api:
    """A group of operations under one prefix."""

    def __init__(self, name: str, *, prefix: str = "") -> None:
        self.blueprint = Blueprint(name, __name__, url_prefix=prefix or None)
        self.operations: list[Operation] = []
        self._prefix = prefix

    def operation(
        self,
        method: str,
        path: str,
        *,
        asks: type[Question],
        answers: type[BaseModel],
        statuses: tuple[int, ...] = (200,),
        problems: tuple[int, ...] = (),
        parts: tuple[type[BaseModel], ...] = (),
        files: str = "",
    ) -> Callable[[View[Question]], View[Question]]:
        """Register a view; the first line of its docstring is the summary, the first status the usual one."""

        def register(view: View[Question]) -> View[Question]:
            summary = (view.__doc__ or "").strip().splitlines()[0]
            made = Operation(
                method=method,
                path=self._prefix + path,
                name=view.__name__,
                summary=summary,
                asks=asks,
                answers=answers,
                statuses=statuses,
                problems=problems,
                parts=parts,
                files=files,
            )
            self.operations.append(made)

            def serve() -> Response:
                return _write(view(_read(made, asks)), usual=statuses[0])

            self.blueprint.add_url_rule(path, view.__name__, serve, methods=[method])
            return view

        return register


def _read(operation: Operation, asks: type[Question]) -> Question:
    if not operation.has_body:
        return parse_address(asks)
    if operation.files and request.mimetype == WITH_FILES:
        let_files_in()
        return parse_form(asks)
    return parse_json(asks)


def make_document(operations: Iterable[Operation]) -> JsonObject:
    """Return the OpenAPI 3.1 document of these operations."""
    told = tuple(operations)
    refs, schemas = _schemas(told)
    paths: JsonObject = {}
    for operation in told:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _tell(operation, refs)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Help centre",
            "version": __version__,
            "description": "Search, feedback and messages of one help centre. Same origin, no cookies.",
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {"schemas": schemas},
    }


def _write(reply: Reply, *, usual: int) -> Response:
    model, status = reply if isinstance(reply, tuple) else (reply, usual)
    body = model if isinstance(model, bytes) else model.model_dump_json()
    response = Response(body, status=status, content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response


def _schemas(
    operations: tuple[Operation, ...],
) -> tuple[dict[tuple[type[BaseModel], str], JsonObject], JsonObject]:
    wanted: dict[tuple[type[BaseModel], JsonSchemaMode], None] = {(Problem, "serialization"): None}
    for operation in operations:
        wanted[operation.answers, "serialization"] = None
        for model in (operation.asks, *operation.parts) if operation.has_body else ():
            wanted[model, "validation"] = None
    refs, definitions = models_json_schema(list(wanted), ref_template=_REF)
    found = {(model, str(mode)): dict(ref) for (model, mode), ref in refs.items()}
    return found, definitions.get("$defs", {})  # type: ignore[return-value]  # only models are asked for


def _tell(operation: Operation, refs: dict[tuple[type[BaseModel], str], JsonObject]) -> JsonObject:
    answer = {"application/json": {"schema": refs[operation.answers, "serialization"]}}
    problem = {"application/problem+json": {"schema": refs[Problem, "serialization"]}}
    responses: JsonObject = {
        str(status): {"description": operation.answers.__doc__, "content": answer}
        for status in operation.statuses
    }
    for status in _problems(operation):
        responses[str(status)] = {"description": _PROBLEM_TEXTS[status], "content": problem}
    told: JsonObject = {
        "operationId": operation.name,
        "summary": operation.summary,
        "responses": dict(sorted(responses.items())),
    }
    if operation.has_body:
        schema = refs[operation.asks, "validation"]
        content: JsonObject = {"application/json": {"schema": schema}}
        if operation.files:
            several = {"type": "array", "items": {"type": "string", "format": "binary"}}
            more = {"type": "object", "properties": {operation.files: several}}
            content[WITH_FILES] = {"schema": {"allOf": [_as_form(operation.asks), more]}}
        told["requestBody"] = {"required": True, "content": content}
    elif operation.asks.model_fields:
        told["parameters"] = _parameters(operation.asks)
    return told


def _as_form(model: type[BaseModel]) -> JsonObject:
    """Return the fields of a model as a form carries them: all are texts."""
    shape = model.model_json_schema()
    return {
        "type": "object",
        "required": shape.get("required", []),
        "properties": {name: {"type": "string"} for name in shape["properties"]},
    }


def _problems(operation: Operation) -> tuple[int, ...]:
    if operation.has_body:
        return (*operation.problems, 400, 403, 413, 415, 422)
    return (*operation.problems, 400) if operation.asks.model_fields else operation.problems


def _parameters(model: type[BaseModel]) -> list[JsonObject]:
    schema = model.model_json_schema()
    required = set(schema.get("required", ()))
    return [
        {
            "name": name,
            "in": "query",
            "required": name in required,
            **({"description": shape["description"]} if "description" in shape else {}),
            "schema": {key: value for key, value in shape.items() if key not in {"title", "description"}},
        }
        for name, shape in schema.get("properties", {}).items()
    ]
