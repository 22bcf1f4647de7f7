"""Problems as SARIF 2.1.0, which code reviews show beside the lines.

The format: OASIS Standard, Static Analysis Results Interchange Format (SARIF) Version 2.1.0, 27 March 2020.
"""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Final
from urllib.parse import quote

from portal.articles.rules.rule import Problem

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
Json = dict[str, object]


def make_sarif(problems: Iterable[Problem], summaries: Mapping[str, str], *, version: str) -> Json:
    """Return one run with a result for each problem; `summaries` has every rule with what it holds to."""
    names = list(summaries)
    rules = [{"id": name, "shortDescription": {"text": text}} for name, text in summaries.items()]
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "portal check", "version": version, "rules": rules}},
                "columnKind": "unicodeCodePoints",
                "originalUriBaseIds": {"ROOT": {"description": {"text": "The project's folder."}}},
                "results": [_result(one, names) for one in problems],
            }
        ],
    }


def _result(problem: Problem, names: list[str]) -> Json:
    place: Json = {
        "artifactLocation": {"uri": quote(problem.file), "uriBaseId": "ROOT"},
        "region": {"startLine": problem.line},
    }
    return {
        "ruleId": problem.rule,
        "ruleIndex": names.index(problem.rule),
        "level": problem.severity.value,
        "message": {"text": f"{problem.message} {problem.hint}".rstrip()},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {"problem/v1": _fingerprint(problem)},
    }


def _fingerprint(problem: Problem) -> str:
    """Tell problems apart without their lines, which move when something is written above."""
    same = "\0".join((problem.rule, problem.file, problem.message))
    return hashlib.sha256(same.encode()).hexdigest()[:32]
