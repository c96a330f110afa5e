# Everything a fresh machine needs is Python 3.11 or newer and make.
.DEFAULT_GOAL := help
.PHONY: help demo test test-long bench clean

# The first interpreter that is new enough; `make PYTHON=/path/to/python test` chooses another.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3.14 python3 python; do \
	$$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

help: ## show this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile

demo: $(VENV)/.installed ## install, code the sample dispatches, and ask the record
	@echo '$$ marsad read sample/plain/ashgabat-embassy-2023.txt --published 2023-04-20'
	@$(BIN)/marsad read sample/plain/ashgabat-embassy-2023.txt --published 2023-04-20
	@mkdir -p build
	@echo '$$ marsad ingest sample/dispatches.jsonl --db build/record.db'
	@$(BIN)/marsad ingest sample/dispatches.jsonl --db build/record.db
	@echo
	@echo '$$ marsad pair ISR TKM --as-of 2023-04-21 --db build/record.db'
	@$(BIN)/marsad pair ISR TKM --as-of 2023-04-21 --db build/record.db
	@echo
	@echo 'The record of sample/dispatches.jsonl now stands in build/record.db. Try next:'
	@echo '  export MARSAD_DB=build/record.db'
	@echo '  $(BIN)/marsad pair ISR TKM --as-of 2023-04-19     # the embassy, two days before'
	@echo '  $(BIN)/marsad pair ISR TKM --lang ar'
	@echo '  $(BIN)/marsad person "إيلي كوهين"'
	@echo '  $(BIN)/marsad check "It is the first visit by a US secretary of state to Laos in 57 years." --published 2012-07-11'
	@echo '  $(BIN)/marsad read --explain sample/plain/beijing-agreement-2023.txt --published 2023-03-11'

test: $(VENV)/.installed-dev ## install and run all checks and tests
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest -m "not long"

test-long: $(VENV)/.installed-dev ## the tests that take minutes
	$(BIN)/pytest -m long || test $$? -eq 5  # 5: none is marked

bench: $(VENV)/.installed ## speed, memory and growth
	$(BIN)/python benchmarks/speed.py

clean: ## remove what the other targets made
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@test -n "$(PYTHON)" || { \
	  echo 'marsad needs Python 3.11 or newer with the modules venv and ensurepip, and found none.' >&2; \
	  echo 'Install one (on Debian: apt install python3 python3-venv) or name it: make PYTHON=/path/to/python ...' >&2; \
	  exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(BIN)/python pyproject.toml
	$(PIP) install --editable '.[terminal]'
	@touch $@

$(VENV)/.installed-dev: $(BIN)/python pyproject.toml
	$(PIP) install --editable '.[dev,terminal]'
	@touch $@ $(VENV)/.installed
