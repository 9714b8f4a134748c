# ESSor Connect: everything a developer or an operator types. `make help` lists it.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
# The Python packages and the front end are installed side by side.
MAKEFLAGS += --jobs=2 --no-print-directory

PY := .venv/bin/python
DIST := connect/static/dist/.built
COLLECTED := var/static/.collected
FRONT_SOURCES := $(shell find frontend -type f -not -path '*/node_modules/*' 2>/dev/null)
STATIC_SOURCES := $(shell find connect/static -type f -not -path 'connect/static/dist/*' 2>/dev/null)
# More processes than this gain nothing: the suite waits for the disk and the database.
TEST_PROCESSES ?= 4

.PHONY: help run test check ci services services-stop demo bench bench-coedit front migrations browser pictures

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1|\2/' | column -t -s '|'

run: .venv/.production $(COLLECTED) ## Serve the demonstration on http://127.0.0.1:8000 (PORT=… to change)
	@export DEMO=1; $(PY) manage.py migrate --verbosity 0
	@export DEMO=1; $(PY) manage.py load_demo
	@export DEMO=1; exec $(PY) manage.py serve

demo: .venv/.production ## Load the demonstration data again, without serving
	@export DEMO=1; $(PY) manage.py migrate --verbosity 0
	@export DEMO=1; exec $(PY) manage.py load_demo

test: .venv/.development ## Run the test suite: no service, no browser needed
	@unset DATABASE_URL REDIS_URL; exec $(PY) -m pytest -n auto --maxprocesses $(TEST_PROCESSES)

browser: .venv/.development $(COLLECTED) ## Run the browser tests in Chromium (see `make services`)
	@unset DATABASE_URL REDIS_URL; exec $(PY) -m pytest -m browser tests/browser

pictures: .venv/.development $(COLLECTED) ## Take the pictures of the users' guide anew, by the journeys of the browser tests
	@unset DATABASE_URL REDIS_URL; DOCS_PICTURES=1 exec $(PY) -m pytest -m browser tests/browser/test_accounts.py tests/browser/test_contributions.py tests/browser/test_exact.py

check: .venv/.development $(DIST) ## Check format, lint, templates, types, layers and migrations
	@exec deploy/build/check.sh

ci: ## Run everything that a change must pass, on a new machine as well
	@exec bash .ci/run

services: ## Install and start PostgreSQL and Redis for tests, install Chromium (Debian)
	@exec deploy/services/start.sh

services-stop: ## Stop what `make services` started
	@exec deploy/services/stop.sh

bench: .venv/.development $(COLLECTED) ## Measure, and print ratios to a plain Django view of the same run
	@exec $(PY) -m bench

bench-coedit: .venv/.development $(COLLECTED) ## Measure texts written at several hands, beside a hocuspocus (see `make services`)
	@exec $(PY) -m bench.coedit

front: $(DIST) ## Build styles and scripts into connect/static/dist/

migrations: .venv/.development ## Write the migrations that the models call for
	@exec $(PY) manage.py makemigrations

.venv/.production: requirements/production.txt
	@deploy/build/venv.sh production

.venv/.development: requirements/development.txt
	@deploy/build/venv.sh development

$(DIST): $(FRONT_SOURCES)
	@deploy/build/front.sh

$(COLLECTED): .venv/.production $(DIST) $(STATIC_SOURCES) connect/settings/base.py
	@echo "Collecting the static files…"
	@$(PY) manage.py collectstatic --noinput --clear --verbosity 0
	@touch $@
