"""Check requests against a vendor's OpenAPI file, where one is at hand.

The files are not part of the project: HELP_DESK_SPECS names the folder that holds them; unset, a folder
shared/specs beside the project is taken where there is one.
"""

import json
import os
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from jsonschema import Draft202012Validator

ROOT = Path(__file__).parents[3]
NOT_AT_HAND = (
    "vendors' contracts are not at hand: HELP_DESK_SPECS names no folder, and there is no ../shared/specs"
)


def find_specs(told: str, root: Path) -> Path | None:
    """Return the folder of vendors' files: the named one, else the one beside the project, else None."""
    folder = Path(told) if told else root.parent / "shared" / "specs"
    return folder if folder.is_dir() else None


SPECS = find_specs(os.environ.get("HELP_DESK_SPECS", ""), ROOT)  # noqa: TID251  tests are told by their environment


@dataclass
class Contract:
    """The operations of one file; `schemas` are stricter bodies by path, from another source."""

    document: dict[str, Any]
    schemas: dict[str, dict[str, Any]] = field(default_factory=dict)
    base: str = ""

    def check(
        self, method: str, path: str, query: dict[str, str], headers: dict[str, str], body: bytes
    ) -> list[str] | None:
        """Return what is wrong with a request, or None if the contract says nothing of it."""
        operation, named = self._find(method, path.removeprefix(self.base))
        where = f"{method} {path}"
        if operation is None:
            return None
        found = []
        known = set()
        for parameter in operation.get("parameters", ()):
            one = self._follow(parameter)
            known.add(one["name"].lower())
            given = {"query": query, "header": headers}.get(one["in"])
            name = one["name"].lower() if one["in"] == "header" else one["name"]
            if given is not None and one.get("required") and name not in given:
                found.append(f"{where}: {one['in']} {one['name']} is missing")
        found += [f"{where}: unknown query {name}" for name in query if name.lower() not in known]
        return found + self._body(operation, named, body, where)

    def read_wrong(self, path: str, told: object) -> list[str]:
        """Return what in an answer the contract does not know: other names, values of other kinds.

        What is missing is no mistake: a test tells only what is read.
        """
        operation, _ = self._find("GET", path.removeprefix(self.base))
        assert operation is not None, f"the contract has no {path}"
        answer = operation["responses"]["200"]
        content = next(iter(answer.get("content", {}).values()), answer)
        shared = {name: _strict(self.document.get(name, {})) for name in ("components", "definitions")}
        validator = Draft202012Validator({**_strict(content["schema"]), **shared})
        return [f"{'/'.join(map(str, one.path))}: {one.message[:200]}" for one in validator.iter_errors(told)]

    def _body(self, operation: dict[str, Any], named: str, body: bytes, where: str) -> list[str]:
        content = self._follow(operation.get("requestBody", {})).get("content", {})
        if not content:
            return []
        kind, media = next(iter(content.items()))
        told: Any = dict(parse_qsl(body.decode())) if "form" in kind else json.loads(body)
        schemas = [media.get("schema", {}), *([self.schemas[named]] if named in self.schemas else [])]
        return [
            f"{where}: {'/'.join(map(str, error.path))}: {error.message[:200]}"
            for schema in schemas
            for error in Draft202012Validator(
                {**schema, "components": self.document.get("components", {})}
            ).iter_errors(told)
        ]

    def _find(self, method: str, path: str) -> tuple[dict[str, Any] | None, str]:
        for template, operations in self.document["paths"].items():
            pattern = re.sub(r"\\\{[^}]*\\\}", "[^/]+", re.escape(template))
            if re.fullmatch(pattern, path) and method.lower() in operations:
                return operations[method.lower()], template
        return None, ""

    def _follow(self, value: dict[str, Any]) -> dict[str, Any]:
        while "$ref" in value:
            found: Any = self.document
            for part in value["$ref"].removeprefix("#/").split("/"):
                found = found[part]
            value = found
        return value


def _strict(schema: Any) -> Any:
    """Return a schema in which nothing must be there and nothing else may be; null is as good as missing."""
    if isinstance(schema, list):
        return [_strict(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    told = {name: _strict(value) for name, value in schema.items() if name not in ("required", "nullable")}
    return told | ({"additionalProperties": False} if isinstance(schema.get("properties"), dict) else {})


@cache
def read_contract(name: str, *, base: str = "", schemas: str = "") -> Contract | None:
    """Return the contract in a file below the folder of specs, or None without it."""
    if SPECS is None or not (SPECS / name).is_file():
        return None
    document = json.loads((SPECS / name).read_text(encoding="utf-8"))
    stricter: dict[str, dict[str, Any]] = {}
    if schemas:
        told = json.loads((SPECS / schemas).read_text(encoding="utf-8"))
        stricter = {
            "/rest/servicedeskapi/request": told["RequestCreate"],
            "/rest/servicedeskapi/customer": told["CustomerCreate"],
        }
    return Contract(document, stricter, base)
