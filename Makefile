# The two that matter: `make demo` and `make test`. Everything they need is made in .venv.

PORT ?= 8000
# Processes for the tests; more than cores only costs.
JOBS ?= $(shell nproc 2>/dev/null || echo 2)
export PORT

PYTHON_HERE := .venv/bin/python
APP := .venv/app.stamp
DEV := .venv/dev.stamp
PYTEST := $(PYTHON_HERE) -m pytest -q -rs -n $(JOBS) --dist loadfile

.PHONY: help demo demo-reset test test-browser test-postgres check screenshots bench docs clean

help:
	@echo 'make demo           an invented program on http://127.0.0.1:$(PORT)/ (PORT=8001 for another port)'
	@echo 'make demo-reset     throw the demo away and build it anew'
	@echo 'make test           every test; those in a browser where a Chromium is found'
	@echo 'make test-browser   only those in a browser; fails where none is found'
	@echo 'make test-postgres  every test but those in a browser, on a PostgreSQL of their own'
	@echo 'make check          format, lint, types, layers, templates, migrations'
	@echo 'make screenshots    pictures of every page, phone and desktop'
	@echo 'make docs           docs/rooms.md anew'
	@echo 'make bench          speed and memory, as tables'

# `exec`: no shell stays between make and the demo, so both end together.
demo: $(APP)
	@exec .venv/bin/alongside demo --port "$$PORT"

demo-reset: $(APP)
	@exec .venv/bin/alongside demo --reset

test: $(DEV)
	$(PYTEST)

test-browser: $(DEV)
	ALONGSIDE_BROWSER=required $(PYTHON_HERE) -m pytest -q -rs tests/browser

test-postgres: $(DEV)
	$(PYTHON_HERE) tools/postgres.py $(PYTEST) -m 'not browser'

check: $(DEV)
	tools/check.sh

screenshots: $(DEV)
	$(PYTHON_HERE) tools/screenshots.py

docs: $(DEV)
	.venv/bin/alongside docs > docs/rooms.md.new && mv docs/rooms.md.new docs/rooms.md

bench: $(DEV)
	$(PYTHON_HERE) -m benchmarks

clean:
	rm -rf .venv build alongside.egg-info .mypy_cache .ruff_cache .pytest_cache

# The stamps are younger than what they were made from, or it is made again.
$(APP): requirements/app.txt pyproject.toml tools/environment.sh
	@tools/environment.sh requirements/app.txt
	@touch $@

$(DEV): requirements/dev.txt $(APP)
	@tools/environment.sh requirements/dev.txt
	@touch $@
