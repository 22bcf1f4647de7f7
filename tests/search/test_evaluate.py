"""The figures of search, and the command that prints them."""

import json
import math
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from portal.cli.evaluate import evaluate as command
from search import SearchIndex, build_index
from search.evaluate import Question, evaluate, read_documents
from tests.search.makers import DOCUMENTS


def question(text: str, *relevant: str) -> Question:
    return Question(text, frozenset(relevant))


def test_a_right_first_hit_is_a_full_success(index: SearchIndex) -> None:
    measured = evaluate(index, [question("cancel", "cancel-an-order")], lang="en")
    figures = measured.figures()
    assert (figures["n"], figures["success@1"], figures["success@5"]) == (1, 1.0, 1.0)
    assert (figures["mrr@10"], figures["ndcg@10"]) == (1.0, 1.0)
    assert figures["p95_ms"] >= figures["p50_ms"] > 0


def test_a_lower_place_counts_for_less(index: SearchIndex) -> None:
    text = "cancel in your account"
    second = index.search(text, lang="en").hits[1].document_id
    measured = evaluate(index, [question(text, second), question("xyzzy", second)], lang="en")
    assert (measured.success_at_1, measured.success_at_5, measured.mrr_at_10) == (0, 0.5, 0.25)
    assert measured.ndcg_at_10 == pytest.approx(0.5 / math.log2(3))


def test_questions_without_an_answer_count_for_time_only(index: SearchIndex) -> None:
    measured = evaluate(index, [question("hello")], lang="en")
    assert measured.n == 0
    assert math.isnan(measured.success_at_1)


def test_an_ordinary_clock_measures_the_time_of_an_answer(index: SearchIndex) -> None:
    ticks = iter([1.0, 1.010, 2.0, 2.030, 3.0, 3.020])
    questions = [question("cancel", "cancel-an-order")] * 3
    measured = evaluate(index, questions, lang="en", seconds=lambda: next(ticks))
    assert measured.p50_ms == pytest.approx(20)
    assert measured.p95_ms == pytest.approx(30)


def test_markdown_is_cut_at_its_headings_and_links_are_read_without_addresses(
    tmp_path: Path,
) -> None:
    body = "Intro [here](https://example.com/a).\n\n## Steps\n\nOpen ![it](x.png)."
    row = {"id": "a", "lang": "en", "title": "T", "body": body}
    (tmp_path / "d.jsonl").write_text(json.dumps(row))
    (document,) = read_documents(tmp_path / "d.jsonl", lang="en")
    assert [(one.heading, one.text.strip()) for one in document.sections] == [
        ("", "Intro here."),
        ("Steps", "Open it."),
    ]


DOCUMENT = '{"id": "a", "lang": "en", "title": "Cancel an order", "body": "Until packed."}\n'
QUERY = '{"id": "q", "lang": "en", "text": "cancelling", "relevant": ["a"]}\n'


def run(folder: Path, *arguments: str, documents: str = DOCUMENT, queries: str = QUERY) -> Result:
    (folder / "d.jsonl").write_text(documents)
    (folder / "q.jsonl").write_text(queries)
    given = ["--queries", str(folder / "q.jsonl"), *arguments]
    if "--lang" not in arguments:
        given += ["--lang", "en"]
    if "--intents" not in arguments:
        given += ["--documents", str(folder / "d.jsonl")]
    return CliRunner().invoke(command, given)


def test_the_command_prints_the_figures_as_json(tmp_path: Path) -> None:
    result = run(tmp_path, "--json")
    figures = json.loads(result.stdout)
    assert list(figures) == ["n", "success@1", "success@5", "mrr@10", "ndcg@10", "p50_ms", "p95_ms"]
    assert (figures["n"], figures["success@1"]) == (1, 1.0)


def test_the_command_prints_a_small_table(tmp_path: Path) -> None:
    lines = run(tmp_path).stdout.splitlines()
    assert lines[1].split() == ["success@1", "1.0"]


def test_the_command_asks_as_many_questions_as_told(tmp_path: Path) -> None:
    result = run(tmp_path, "--json", "--limit-queries", "2", queries=QUERY * 5)
    assert json.loads(result.stdout)["n"] == 2


def test_the_command_asks_our_own_index_by_intents(tmp_path: Path) -> None:
    build_index(DOCUMENTS, tmp_path / "index")
    (tmp_path / "map.yml").write_text("cancel_order: [cancel-an-order]\n")
    arguments = ["--intents", str(tmp_path / "map.yml"), "--index", str(tmp_path / "index")]
    result = run(tmp_path, "--json", *arguments, queries='{"text": "cancel it", "intent": "cancel_order"}')
    assert json.loads(result.stdout)["success@1"] == 1.0
    unknown = run(tmp_path, *arguments, queries='{"text": "hi", "intent": "greet"}')
    assert unknown.exit_code == 2
    assert "does not name the intents: greet" in unknown.stderr


@pytest.mark.parametrize(
    ("documents", "queries", "arguments", "message"),
    [
        pytest.param(DOCUMENT + "{not json", QUERY, [], "d.jsonl, line 2: not JSON", id="json"),
        pytest.param(DOCUMENT, "[1]", [], "q.jsonl, line 1: list instead of", id="no-object"),
        pytest.param('{"id": "a"}', QUERY, [], "line 1: `body` must be a text", id="no-body"),
        pytest.param(DOCUMENT, '{"text": 5}', [], "line 1: `text` must be a text", id="no-text"),
        pytest.param(
            DOCUMENT,
            '{"text": "a", "relevant": "a"}',
            [],
            "`relevant` must be a list",
            id="relevant",
        ),
        pytest.param("", QUERY, [], "has no documents in the language 'en'", id="no-documents"),
        pytest.param(DOCUMENT, "", [], "has no questions in the language 'en'", id="no-questions"),
        pytest.param(DOCUMENT * 2, QUERY, [], "2 documents have the id 'a'", id="same-id"),
        pytest.param(DOCUMENT, QUERY, ["--engine", "x"], "No engine 'x'", id="engine"),
        pytest.param(
            DOCUMENT.replace("en", "xx"),
            QUERY.replace("en", "xx"),
            ["--lang", "xx"],
            "No analyzer for the language 'xx'",
            id="language",
        ),
    ],
)
def test_bad_input_is_said_with_file_and_line_and_fails(
    tmp_path: Path, documents: str, queries: str, arguments: list[str], message: str
) -> None:
    result = run(tmp_path, *arguments, documents=documents, queries=queries)
    assert result.exit_code == 2
    assert message in " ".join(result.stderr.split())


def test_a_missing_file_fails_with_its_name(tmp_path: Path) -> None:
    missing = str(tmp_path / "none.jsonl")
    result = CliRunner().invoke(command, ["--documents", missing, "--queries", missing, "--lang", "en"])
    assert result.exit_code == 2
    assert "does not exist" in result.stderr


def test_it_wants_documents_or_intents(tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_text(QUERY)
    result = CliRunner().invoke(command, ["--queries", str(tmp_path / "q.jsonl"), "--lang", "en"])
    assert result.exit_code == 2
    assert "either --documents" in result.stderr


@pytest.mark.parametrize(
    ("intents", "message"),
    [
        ("cancel_order: cancel-an-order\n", "cancel_order must be a list"),
        ("[1]\n", "write lines such as"),
        ("a: [\n", "Cannot read"),
    ],
)
def test_a_bad_map_of_intents_is_explained(tmp_path: Path, intents: str, message: str) -> None:
    build_index(DOCUMENTS, tmp_path / "index")
    (tmp_path / "map.yml").write_text(intents)
    result = run(tmp_path, "--intents", str(tmp_path / "map.yml"), "--index", str(tmp_path / "index"))
    assert result.exit_code == 2
    assert message in result.stderr


def test_no_built_index_is_said(tmp_path: Path) -> None:
    (tmp_path / "map.yml").write_text("a: [b]\n")
    result = run(tmp_path, "--intents", str(tmp_path / "map.yml"), "--index", str(tmp_path / "index"))
    assert result.exit_code == 2
    assert "Run `portal build` first" in result.stderr
