# Every task of the guide.  `make` alone explains them.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/sh

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAGE := build/stage
STRICT := -n -W --keep-going
# Sphinx warns about a page only when it reads it: after a failure it must read every page again, or the next
# build would pass and publish the fault.
FORGET = rm -f $(STAGE)/doctrees/environment.pickle
# Several workers pay off when everything is built; after one edit they cost more than they save.
JOBS = $(if $(wildcard $(STAGE)/doctrees/environment.pickle),1,auto)
# The day of the edition is an input: the commit's own time, never the clock.
SOURCE_DATE_EPOCH ?= $(shell git log -1 --format=%ct 2>/dev/null || echo 1795564800)
export SOURCE_DATE_EPOCH

.PHONY: help book html pdf letter epub offline handbook serve check test lint types bench picture links lock clean

help: ## this list
	@echo "Kratom and muscle relaxation: the tasks"
	@echo
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# --- the environment: made again when the lock changes ---------------------------------------------
$(VENV)/installed: requirements.txt kratom_guide/bootstrap.py
	@$(PYTHON) kratom_guide/bootstrap.py

# --- editions -------------------------------------------------------------------------------------
book: html pdf letter epub offline ## every edition, from a bare checkout; says where they are
	@$(BIN)/python -m kratom_guide.editions.publish

# A build goes to a stage first and takes the place of the last good one only when it is whole.
html: $(VENV)/installed ## the website: build/html/index.html
	@echo "Building the website ..."
	@$(BIN)/sphinx-build $(STRICT) -q -j $(JOBS) -c . -d $(STAGE)/doctrees source $(STAGE)/html || { $(FORGET); exit 1; }
	@$(BIN)/python -m kratom_guide.editions.publish $(STAGE)/html build/html

pdf: $(VENV)/installed ## the book: build/pdf/kratom-guide.pdf
	@echo "Building the PDF ..."
	@rm -f $(STAGE)/pdf/kratom-guide-letter.*
	@$(BIN)/sphinx-build $(STRICT) -q -b typst -c . -d $(STAGE)/doctrees source $(STAGE)/pdf || { $(FORGET); exit 1; }
	@$(BIN)/python -m kratom_guide.editions.publish $(STAGE)/pdf build/pdf

letter: pdf ## the same book on US Letter: build/pdf/kratom-guide-letter.pdf
	@echo "Building the PDF on US Letter ..."
	@$(BIN)/sphinx-build $(STRICT) -q -b typst -D kg_pdf_paper=us-letter -D kg_pdf_filename=kratom-guide-letter -D kg_pdf_with_sheets=0 -c . -d $(STAGE)/doctrees source $(STAGE)/pdf || { $(FORGET); exit 1; }
	@$(BIN)/python -m kratom_guide.editions.publish $(STAGE)/pdf build/pdf

epub: $(VENV)/installed ## the e-book: build/epub/kratom-guide.epub
	@echo "Building the e-book ..."
	@$(BIN)/sphinx-build $(STRICT) -q -b epub -c . -d $(STAGE)/doctrees source $(STAGE)/epub || { $(FORGET); exit 1; }
	@$(BIN)/python -m kratom_guide.editions.publish $(STAGE)/epub build/epub

# The last edition: it holds the website and says what the others are.
offline: html pdf letter epub ## the whole website to unpack and read without a network: build/offline/kratom-guide.zip
	@echo "Building the offline copy ..."
	@$(BIN)/python -m kratom_guide.editions.offline build/html $(STAGE)/offline/kratom-guide.zip
	@$(BIN)/python -m kratom_guide.editions.publish $(STAGE)/offline build/offline

handbook: $(VENV)/installed ## the maintainers' handbook: build/handbook/index.html
	@$(BIN)/sphinx-build $(STRICT) -q -t handbook -c . -d $(STAGE)/doctrees-handbook docs $(STAGE)/handbook
	@$(BIN)/python -m kratom_guide.editions.publish $(STAGE)/handbook build/handbook

serve: $(VENV)/installed ## the website on 127.0.0.1:8000, built again as files change
	@$(BIN)/sphinx-autobuild -c . --host 127.0.0.1 --port 8000 --watch data --watch kratom_guide source build/serve

# --- checks ---------------------------------------------------------------------------------------
check: $(VENV)/installed ## only records and prose, in seconds
	@$(BIN)/python -m kratom_guide check

test: lint types book ## everything that must hold, with a real browser
	@$(BIN)/python -m tests.browser.chromium
	@$(BIN)/python -m tests.editions.java
	@$(BIN)/python -m pytest

lint: $(VENV)/installed ## style of the code
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(VENV)/installed ## types of the code
	@$(BIN)/mypy

bench: $(VENV)/installed ## build and page figures, beside plain Sphinx and Furo on the same sources
	@$(BIN)/python -m tests.bench

picture: html ## the picture of the README, from the built website
	@$(BIN)/python -m tests.browser.picture

links: $(VENV)/installed ## outside links (needs a network)
	@$(BIN)/sphinx-build -b linkcheck -q -c . -d $(STAGE)/doctrees source build/links

lock: ## write requirements.txt anew from pyproject.toml (needs uv)
	@uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --group serve --group test pyproject.toml -o requirements.txt

clean: ## remove everything that was built
	@rm -rf build
