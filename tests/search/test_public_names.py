"""What the rest of the product may use of search."""

import ast
from pathlib import Path

import pytest

import search


def test_it_names_what_others_may_use() -> None:
    assert search.__all__ == [
        "CANDIDATES",
        "Answer",
        "Document",
        "DocumentsInvalid",
        "EngineUnknown",
        "Excerpt",
        "Hit",
        "Identity",
        "IndexDamaged",
        "IndexMissing",
        "Knowledge",
        "KnowledgeInvalid",
        "LanguageUnknown",
        "Lesson",
        "LiveIndex",
        "Manifest",
        "Prepared",
        "QueryError",
        "SearchError",
        "SearchIndex",
        "Section",
        "Snippet",
        "Synonym",
        "build_index",
        "check_index",
        "cluster_questions",
        "find_loops",
        "is_like",
        "known_languages",
        "open_index",
        "prepare_index",
        "read_query",
        "update_index",
    ]
    assert all(hasattr(search, name) for name in search.__all__)


def _imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.partition(".")[0])
    return names


@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_an_engine_is_imported_in_its_own_file_only_and_the_product_nowhere(engine: str) -> None:
    folder = Path(search.__file__).parent
    for path in folder.rglob("*.py"):
        imported = _imported(path)
        assert "portal" not in imported, path
        assert engine not in imported or path == folder / "engines" / f"{engine}.py", path
