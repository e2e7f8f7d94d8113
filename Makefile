# One front door: `make help` lists what there is.

PORT ?= 8000
PYTHON := .venv/bin/python
# Tests run on as many cores as there are; `make test TESTS=tests/delivery` runs a part of them.
TESTS ?= tests
PYTEST := $(PYTHON) -m pytest -n logical --dist loadgroup
# Values that stand for a real installation's, to check the settings for production.
PRODUCTION := DJANGO_SETTINGS_MODULE=cms.settings.production ALLOWED_HOSTS=api.example.org \
	PUBLIC_ORIGIN=https://api.example.org DATABASE_URL=postgres://cms@db.example.org/cms \
	SECRET_KEY=k5v0q7w2x9z4m1n8b3c6d0f7g2h5j9l4p8r1s6t3u0y7a2e5i9o

.DEFAULT_GOAL := help
.PHONY: help run test check check-code check-project test-sqlite test-postgresql fix coverage golden messages guide bench lock \
	client product tools browser node

help: ## List these commands
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1 :\2/p' $(MAKEFILE_LIST) | awk -F ' :' '{printf "%-24s%s\n", $$1, $$2}'

run: export PUBLIC_ORIGIN ?= http://127.0.0.1:$(PORT)
run: product ## Install what is needed and start everything: PORT=8000
	@exec $(PYTHON) manage.py serve --port $(PORT)

test: tools browser node check ## Check everything, then run all tests on SQLite and on PostgreSQL, at once
	@.ci/test-both

check: check-code check-project ## Form, faults, imports, types, spelling, settings and migrations; no tests

check-code: tools
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m ruff check .
	.venv/bin/lint-imports --no-logo
	$(PYTHON) -m mypy
	$(PYTHON) -m codespell_lib

check-project: tools
	$(PYTHON) manage.py check --fail-level WARNING
	$(PRODUCTION) $(PYTHON) manage.py check --deploy --fail-level WARNING
	$(PYTHON) manage.py makemigrations --check --dry-run

test-sqlite: tools browser node ## The whole suite on SQLite
	$(PYTEST) $(TESTS)

test-postgresql: tools browser ## The suite on a PostgreSQL server that the tests bring along
	$(PYTHON) tests/with_postgresql.py $(PYTEST) -m "not once" $(TESTS)

fix: tools ## Mend form and what else can be mended by itself
	$(PYTHON) -m ruff check --fix-only --quiet .
	$(PYTHON) -m ruff format .

coverage: tools browser node ## Which lines and branches no test reaches
	$(PYTEST) --cov --cov-report=term $(TESTS)

golden: tools node ## Write the golden answers anew; read the difference before you commit it
	$(PYTHON) -m pytest -q --rewrite-golden $(TESTS)

client: export PATH := $(CURDIR)/.venv/bin:$(PATH)
client: tools node ## Write the TypeScript types of docs/clients from OpenAPI anew, and compile the example
	$(PYTHON) docs/clients/generate.py
	node_modules/.bin/tsc --project docs/clients/typescript

messages: tools ## Collect the interface's words into locale/ and compile the catalogues
	$(PYTHON) manage.py catalogue

guide: tools browser ## Take the pictures of the editors' guide anew
	$(PYTHON) docs/editors/take_screenshots.py

bench: tools ## Measure what answers, publishing and growth cost, on both databases
	$(PYTHON) -m bench

lock: tools ## Compile the *.in files to requirements.txt and requirements-dev.txt, with hashes
	UV_CUSTOM_COMPILE_COMMAND="make lock" $(PYTHON) -m uv pip compile --quiet --universal --python-version 3.11 \
		--generate-hashes requirements.in --output-file requirements.txt
	UV_CUSTOM_COMPILE_COMMAND="make lock" $(PYTHON) -m uv pip compile --quiet --universal --python-version 3.11 \
		--generate-hashes requirements-dev.in --output-file requirements-dev.txt

product:
	@.ci/install requirements.txt

tools:
	@.ci/install requirements-dev.txt

browser:
	@.ci/install-browser

node:
	@.ci/install-node
