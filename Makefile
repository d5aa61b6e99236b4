PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: score test bench clean

$(VENV)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --constraint constraints.txt torch==2.13.0
	$(BIN)/pip install --quiet --constraint constraints.txt --editable .
	touch $@

$(VENV)/.installed-test: $(VENV)/.installed
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[test]'
	touch $@

score: $(VENV)/.installed
	$(BIN)/mtcheck score seeds/*.txt --source seeds/002_59289de0ecc82d18.txt --out reports/demo

test: $(VENV)/.installed-test
	$(BIN)/ruff check mtcheck tests
	$(BIN)/ruff format --check mtcheck tests
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest

clean:
	rm -rf $(VENV)
