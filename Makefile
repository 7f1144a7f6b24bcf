# make run    starts Aizuchi; what it needs is made on the way
# make test   checks everything, as .ci/run does

MAKEFLAGS += --no-print-directory
SHELL := /bin/sh
VENV := .venv
PY := $(VENV)/bin/python
export PATH := $(CURDIR)/$(VENV)/bin:$(PATH)
export PYTHONPATH := $(CURDIR)/src
export AIZUCHI_DEMO ?= 1
# Tests start many processes: where nothing compiled may be kept, each of them compiles all of Aizuchi anew.
unexport PYTHONDONTWRITEBYTECODE

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	command -v $$p >/dev/null && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' && echo $$p && break; done)

SOURCES := $(shell git ls-files 'src/aizuchi/*.ts' 'src/aizuchi/*.css' 'src/aizuchi/ui/*.json' 'src/aizuchi/ui/*.svg' \
	2>/dev/null || find src/aizuchi -name '*.ts' -o -name '*.css')
DIST := src/aizuchi/ui/dist/manifest.json
TEMPLATES = $(shell find src/aizuchi -path '*/templates/*.html')
NODE_MODULES := node_modules/.package-lock.json
NODE_MODULES_DEV := node_modules/.with-dev

.PHONY: run build test lint lint-python lint-front format messages bench clean-build setup setup-tests test-front test-sqlite test-postgres test-journeys test-engines follow-operating sbom

run: setup build
	@exec $(PY) -m aizuchi.config.cli serve

setup: $(VENV)/.installed

build: $(DIST)

# --- What is made once ------------------------------------------------------

$(VENV)/.made:
	@test -n "$(PYTHON)" || { echo "Aizuchi needs Python 3.11 or newer."; exit 1; }
	@test -x $(PY) || $(PYTHON) -m venv $(VENV) || \
		{ echo "Python cannot make environments here (Debian: apt install python3-venv)."; rm -rf $(VENV); exit 1; }
	@printf '#!%s\nfrom aizuchi.config.cli import main\n\nmain()\n' "$(CURDIR)/$(PY)" > $(VENV)/bin/aizuchi
	@chmod +x $(VENV)/bin/aizuchi
	@echo "$(CURDIR)/src" > "$$($(PY) -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/aizuchi.pth"
	@touch $@

$(VENV)/.installed: requirements.lock | $(VENV)/.made
	@echo "Installing what Aizuchi stands on."
	@sh scripts/install.sh requirements.lock
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock | $(VENV)/.made
	@echo "Installing what Aizuchi and its tests stand on."
	@sh scripts/install.sh requirements-dev.lock
	@touch $@ $(VENV)/.installed

# Building needs few of the packages; those for checking the front end come with the tests.
$(NODE_MODULES): package-lock.json | $(VENV)/.installed
	@npm ci --omit=dev --no-progress --loglevel=error
	@rm -f $(NODE_MODULES_DEV)
	@touch $@

$(NODE_MODULES_DEV): package-lock.json | $(VENV)/.installed-dev
	@npm ci --no-progress --loglevel=error
	@touch $@ $(NODE_MODULES)

$(DIST): $(SOURCES) vite.config.ts $(NODE_MODULES)
	@echo "Building the front end."
	@npm run --silent build -- --logLevel=warn
	@touch $@

# --- Tests ------------------------------------------------------------------

# Three at a time, in this order, each with its output in one piece. The longest begins first and lasts to the end: beside
# it others may wait for a browser or a disk, and no core is idle. After the first that fails none begins any more.
test: setup-tests
	@echo "Three of the checks at a time; each says what it found once it is done."
	@$(MAKE) -j 3 --output-sync=target test-sqlite lint-python test-postgres lint-front test-front test-journeys

setup-tests: $(VENV)/.installed-dev
	@sh scripts/debian-packages.sh
	@$(MAKE) $(NODE_MODULES_DEV)
	@$(MAKE) build
	@$(PY) -m aizuchi.config.messages

lint: lint-python lint-front

lint-python: $(VENV)/.installed-dev
	@$(PY) -m aizuchi.config.messages
	ruff check
	ruff format --check
	mypy
	lint-imports --no-cache
	$(PY) -m scripts.bandit
	$(PY) -m scripts.lint_migrations
	djade --check --target-version 5.2 $(TEMPLATES)
	djhtml --check --tabwidth 2 $(TEMPLATES)

lint-front: $(NODE_MODULES_DEV)
	npm run --silent lint
	npm run --silent typecheck

test-front: $(NODE_MODULES_DEV)
	npm run --silent test -- --silent

test-postgres:
	@sh scripts/test-postgres.sh

test-sqlite:
	$(PY) -m pytest -n 2 --dist worksteal -m "not journey and not engine" -p no:playwright

test-journeys:
	$(PY) -m pytest -n 2 --dist loadfile tests/journeys

# Other engines than Chromium: Debian's firefox-esr, webkit2gtk-driver and xvfb.
test-engines: $(VENV)/.installed-dev build
	$(PY) -m pytest tests/engines -m engine -p no:playwright

# --- By hand ----------------------------------------------------------------

format: $(VENV)/.installed-dev $(NODE_MODULES_DEV)
	ruff check --fix
	ruff format
	-djade --target-version 5.2 $(TEMPLATES)
	-djhtml --tabwidth 2 $(TEMPLATES)
	npm run --silent fix

messages: $(VENV)/.installed-dev
	@for room in src/aizuchi/*/; do \
		(cd $$room && mkdir -p locale && django-admin makemessages -l ja --no-location --no-wrap --no-obsolete -i tests \
			&& rmdir locale/ja/LC_MESSAGES locale/ja locale 2>/dev/null; true); done
	@$(PY) -m aizuchi.config.messages

# What docs/operating says, done word for word on a machine of its own: as root, some three minutes.
sbom: $(VENV)/.installed-dev
	@mkdir -p dist
	$(PY) -m scripts.sbom dist/sbom.cdx.json

follow-operating: $(VENV)/.installed-dev build
	@sh scripts/debian-packages.sh
	$(PY) -m scripts.follow_operating

bench: $(VENV)/.installed-dev build
	$(PY) -m bench
