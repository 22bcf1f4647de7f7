# Two commands for a newcomer: `make up` and `make test`. Only Python 3.11+ and make are needed.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.made-from
# What is compiled once is not compiled again by each of the commands that a test starts.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help up demo test check env lock clean

help:  ## Show these lines.
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-7s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

up: $(STAMP)  ## Build what changed, start everything at http://127.0.0.1:8000.
	@$(BIN)/portal up

demo: $(STAMP)  ## The same on a database of its own, filled with simulated traffic.
	@$(BIN)/portal up --demo

# Files are taken in their order: those with few tests are the long ones, and would be left for one at the end.
test: $(STAMP)  ## Run the whole suite on all processors; ARGS="-n0 -x tests/search" runs a part of it.
	@$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder $(ARGS)

check: $(STAMP)  ## Format, lint, spelling, strict types, import contracts.
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/codespell
	@$(BIN)/mypy
	@$(BIN)/lint-imports

env: $(STAMP)  ## Only the environment, with every extra and the test tools.

$(STAMP): requirements/everything.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Python 3.11 or newer is needed; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.12 up")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/everything.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(STAMP)

lock:  ## Compile the lock files again (needs uv on the PATH).
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" -q -o requirements/production.txt
	uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" -q -o requirements/everything.txt

clean:  ## Remove what was built; contacts and figures in var/*.db stay.
	rm -rf var/site var/index var/build .pytest_cache .mypy_cache .ruff_cache
