# Two promises on a fresh machine with Python >= 3.11, make and git: `make run` and `make test`.
# Everything is installed into .venv from uv.lock; nothing else on the machine is touched.
.DEFAULT_GOAL := help
.PHONY: help run report test test-postgresql check bench clean

PYTHON ?= python3
BIN := .venv/bin
UV := UV_PROJECT_ENVIRONMENT=.venv $(BIN)/uv
STAMP := .venv/installed

help:
	@echo "make run    set up and start the application with a fictional team on http://127.0.0.1:8000"
	@echo "make report set up and write the report of examples/foster-care.yaml to out/"
	@echo "make test   set up and run all tests"
	@echo "make test-postgresql   the tests of the web application on a PostgreSQL of their own"
	@echo "make check  set up and run lint, types, import rules and content checks; changes nothing"
	@echo "make bench  measure against the figures in docs/performance.md"
	@echo "make clean  remove .venv and out/"

$(STAMP): pyproject.toml uv.lock scripts/make_environment.sh
	@PYTHON="$(PYTHON)" sh scripts/make_environment.sh
	@$(UV) sync --frozen --quiet --compile-bytecode --inexact
	@touch $@

run: $(STAMP)
	@$(BIN)/rootwise demo --folder out/demo

report: $(STAMP)
	@$(BIN)/rootwise report examples/foster-care.yaml -o out --site examples/site.yaml

test: $(STAMP)
	@sh scripts/need_system_packages.sh
	@$(BIN)/python -m pytest

test-postgresql: $(STAMP)
	@sh scripts/with_postgresql.sh $(BIN)/python -m pytest tests/web -m "not browser or any_engine" # how pages look does not depend on the engine

check: $(STAMP)
	@$(BIN)/python scripts/check.py

bench: $(STAMP)
	@$(UV) sync --frozen --quiet --inexact --group bench
	@$(BIN)/python benchmarks/run.py

clean:
	rm -rf .venv out
