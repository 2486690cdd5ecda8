# Two commands do everything: `make demo` and `make test`. Each creates what it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test lint types layers unit wheel clean

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

$(VENV)/.ready-dev: $(VENV)/.ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
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

# The wheel must work outside the checkout: a new environment, another folder.
wheel: $(VENV)/.ready-dev
	BIN=$(abspath $(BIN)) sh tests/wheel.sh

clean:
	rm -rf build dist $(VENV) *.egg-info
