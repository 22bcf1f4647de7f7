"""The document of the API is valid, current, and true: what it promises is what comes."""

import json
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from openapi_spec_validator import OpenAPIV31SpecValidator
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from portal.web.api import describe
from tests.services.parts import CHROME, ROOT

AS_PERSON = {"User-Agent": CHROME}
LIMITS = settings(
    max_examples=25, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)
FILE = ROOT / "docs" / "openapi.json"
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


def test_the_document_is_valid() -> None:
    OpenAPIV31SpecValidator(describe()).validate()


def test_the_committed_document_is_current() -> None:
    committed = json.loads(FILE.read_text(encoding="utf-8"))
    assert committed == describe(), f"Write it again: python -m portal.web.openapi_file {FILE}"


def test_the_service_serves_it(client: FlaskClient) -> None:
    assert client.get("/api/openapi.json").get_json() == describe()


def test_every_operation_stands_in_the_text(app: Flask) -> None:
    told = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    for path, operations in describe()["paths"].items():
        for method in operations:
            assert f"{method.upper()} {path}" in told


OPERATIONS = [(method, path) for path, methods in describe()["paths"].items() for method in methods]


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_whatever_is_sent_the_answer_is_one_of_those_promised(app: Flask, method: str, path: str) -> None:
    operation = schemathesis.openapi.from_wsgi("/api/openapi.json", app)[path][method]

    @given(case=operation.as_strategy(generation_mode=GenerationMode.POSITIVE))
    @LIMITS
    def send_what_is_told(case: Case[Any]) -> None:
        case.call_and_validate(checks=CHECKS, headers=AS_PERSON)

    @given(case=operation.as_strategy(generation_mode=GenerationMode.NEGATIVE))
    @LIMITS
    def send_what_is_wrong(case: Case[Any]) -> None:
        case.call_and_validate(checks=CHECKS, headers=AS_PERSON)

    send_what_is_told()
    if method == "post":
        send_what_is_wrong()


def test_the_file_is_where_readers_look_for_it() -> None:
    assert Path(FILE).is_file()
