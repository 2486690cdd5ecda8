# Two commands do everything: `make demo` and `make test`. Each creates what it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test lint types layers unit wheel clean lock minimum newest licences fuzz hostile campaign

demo: $(VENV)/.ready
	@mkdir -p build
	$(BIN)/verbale build build/demo.db examples/security-guarantees --force
	$(BIN)/verbale statements build/demo.db --act demand
	$(BIN)/verbale verify build/demo.db
	@echo "Look at it in a browser: $(BIN)/verbale serve build/demo.db   (http://127.0.0.1:8722/)"

$(VENV)/.ready: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

# With LOCKED=1 exactly the versions of requirements/dev.txt, each held to its hash; else what pip finds to fit.
$(VENV)/.ready-dev: $(VENV)/.ready
ifdef LOCKED
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
else
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
endif
	@touch $@

test: lint types layers unit wheel

lint: $(VENV)/.ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.ready-dev
	$(BIN)/mypy

layers: $(VENV)/.ready-dev
	$(BIN)/lint-imports

unit: $(VENV)/.ready-dev
	$(BIN)/pytest -n 2

# The wheel must work outside the checkout: a new environment, another folder. And built twice it must be the same bytes.
wheel: $(VENV)/.ready-dev
	BIN=$(abspath $(BIN)) sh tests/wheel.sh
	$(BIN)/python -m scripts.supply wheel

# Supply chain and attacks, each one command: docs/reliability.md.
lock licences minimum newest: $(VENV)/.ready-dev
	PATH="$(abspath $(BIN)):$$PATH" $(BIN)/python -m scripts.supply $@

fuzz: $(VENV)/.ready-dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[fuzz]'
	$(BIN)/python -m benchmarks.fuzz --seconds 60

hostile: $(VENV)/.ready-dev
	$(BIN)/python -m benchmarks.fuzz.hostile --count 10000

campaign: $(VENV)/.ready-dev
	$(BIN)/python -m benchmarks.campaigns --kills 1000 --faults 240

clean:
	rm -rf build dist $(VENV) *.egg-info
