# Needs Python 3.11 or newer and nothing else: make score, make test.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip --disable-pip-version-check install --quiet --constraint constraints.txt

.PHONY: score test readme bench clean

score: $(VENV)/.installed
	$(BIN)/mtcheck score seeds/*.txt --source seeds/002_59289de0ecc82d18.txt --out reports/demo --report html=reports/demo/index.html

test: $(VENV)/.installed-test
	$(BIN)/ruff check mtcheck tests
	$(BIN)/ruff format --check mtcheck tests
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest --cov=mtcheck --cov-branch --cov-report=term:skip-covered

# Renews what is generated: RULES.md, COMMANDS.md, the output in the README, the sums of the models.
readme: $(VENV)/.installed
	$(BIN)/python tests/documents.py

# Measures again and writes reports/benchmarks/. Parts whose data is absent say so.
DATA ?= ../shared
bench: $(VENV)/.installed-bench
	$(BIN)/python tests/bench/seeds.py --shared $(DATA)
	$(BIN)/python tests/bench/stories.py --out reports/benchmarks/stories.md
	$(BIN)/python tests/bench/judgement.py --data $(DATA)/data
	$(BIN)/python tests/bench/glossary.py --data $(DATA)/data
	$(BIN)/python tests/bench/reports.py
	$(BIN)/python tests/bench/reports.py --screenshot
	$(BIN)/python -m tests.bench.formats
	$(BIN)/python -m tests.bench.fuzz --minutes 30
	$(BIN)/python tests/bench/kills.py --out reports/benchmarks/kills.md

clean:
	rm -rf $(VENV)

# torch comes first and by its exact version: asked for as a dependency of a dependency, pip
# would take the newest.
$(VENV)/.installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "mtcheck needs Python 3.11 or newer: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(PIP) torch==2.13.0
	$(PIP) --editable .
	touch $@

$(VENV)/.installed-test: $(VENV)/.installed
	$(PIP) --editable '.[test]'
	touch $@

$(VENV)/.installed-bench: $(VENV)/.installed-test
	$(PIP) --editable '.[bench]'
	touch $@
