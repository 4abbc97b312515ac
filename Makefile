# Needs make and Python 3.11 or newer, nothing else.
SHELL := /bin/sh
NEW_ENOUGH = -c 'import sys; sys.exit(sys.version_info < (3, 11))'
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do $$p $(NEW_ENOUGH) 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
# the tests start hundreds of processes: modules are compiled once, whatever the shell says
unexport PYTHONDONTWRITEBYTECODE
DEMO := demo

.DEFAULT_GOAL := help
.PHONY: help demo test lint style types types-windows format fuzz bench bench-scale fuzz-files kill-test lowest check clean

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*  ## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*  ## (.*)/  make \1	\2/'

.venv/pyvenv.cfg:
	@test -n "$(PYTHON)" || { echo "make: Python 3.11 or newer is needed (set PYTHON=...)" >&2; exit 1; }
	$(PYTHON) -m venv .venv

.venv/.installed: .venv/pyvenv.cfg pyproject.toml
	$(INSTALL) -e .
	@touch $@

.venv/.installed-dev: .venv/pyvenv.cfg pyproject.toml
	$(INSTALL) --no-compile --upgrade pip uv
	$(BIN)/uv pip install --quiet --system-certs --python $(BIN)/python -e ".[dev]" || $(INSTALL) -e ".[dev]"  # uv, quicker, reads no pip.conf
	$(BIN)/python -m extract.engine.preload  # compiles what a run imports, which is little of what is installed
	@touch $@ .venv/.installed

ifneq ($(filter demo,$(MAKECMDGOALS)),)
.venv/.installed-dev: | .venv/.installed  # `make -j demo lint`: no two installations at once, one of which replaces pip
endif

demo: .venv/.installed  ## install, read the reports in fixtures/, show applications and refusals by agency and year
	@mkdir -p $(DEMO)
	$(BIN)/extract fixtures/reports/*/source.* -o $(DEMO)/reports.parquet || test $$? -eq 1
	$(BIN)/python examples/received_and_refused.py $(DEMO)/reports.parquet

test: .venv/.installed-dev  ## run the tests, two at a time (warnings are errors)
	$(BIN)/python -m pytest -n 2 --dist worksteal

lint: style types types-windows  ## ruff (format and rules) and mypy --strict, for Windows too

style: .venv/.installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: .venv/.installed-dev
	$(BIN)/mypy

types-windows: .venv/.installed-dev
	$(BIN)/mypy --platform win32 --cache-dir .mypy_cache/win32

format: .venv/.installed-dev  ## write the code as ruff formats it
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

fuzz: .venv/.installed-dev  ## many more made reports than `make test` tries
	$(BIN)/python -m pytest --hypothesis-profile=fuzz tests/pipeline/test_made_reports.py

bench: .venv/.installed-dev  ## what reading costs beside the floor and beside other tools
	$(BIN)/python -m bench
	$(BIN)/python -m bench.pdf
	$(BIN)/python -m bench.ocr

bench-scale: .venv/.installed-dev  ## what a second worker gains, what writing costs, what 100,000 documents take
	$(BIN)/python -m bench.scale

fuzz-files: .venv/.installed-dev  ## 10,000 damaged files: no crash, no hang, no row lost
	$(BIN)/python -m bench.mutate

kill-test: .venv/.installed-dev  ## 50 runs killed at random moments end in the bytes of a quiet one
	$(BIN)/python -m bench.kill

lowest:  ## the tests with the oldest versions of other packages that pyproject.toml allows
	rm -rf build/lowest && mkdir -p build && $(PYTHON) -m venv build/lowest
	sed -n '/^dependencies = \[/,/^\]/s/^ *"\(.*\)>=\(.*\)",/\1==\2/p' pyproject.toml > build/lowest.txt
	build/lowest/bin/python -m pip install --quiet --disable-pip-version-check -c build/lowest.txt -e . hypothesis openpyxl psutil pytest pytest-xdist tinycss2
	build/lowest/bin/python -m pytest -n 2 --dist worksteal --ignore tests/ocr --ignore tests/engine/test_ray.py --ignore tests/engine/test_remote.py

check: lint test  ## what .ci/run asks of every change, and the command in an install without extras
	rm -rf build/plain && $(PYTHON) -m venv build/plain
	build/plain/bin/python -m pip install --quiet --disable-pip-version-check .
	cd build && plain/bin/extract --help > /dev/null && plain/bin/extract schema > /dev/null

clean:  ## remove what the other targets made, all but .venv
	rm -rf build $(DEMO) .mypy_cache .ruff_cache .pytest_cache .hypothesis
