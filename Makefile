# The words of the house. `make` alone lists them.

PYTHON ?= python3
SETUP = $(PYTHON) web/operations/setup.py
IN = .venv/bin
# Each process has a database and a browser of its own; a file stays together, for what its tests share.
SPREAD = -n auto --maxprocesses 4 --dist loadfile

.PHONY: words run test setup lint bench

words:
	@echo "make run     set up, start the app with its database and worker, print the address"
	@echo "make test    set up and pass every test, browsers included   (ARGS='tests/kit -k forms')"
	@echo "make lint    ruff, mypy, djLint, import-linter, the migrations"
	@echo "make bench   measure, and hold the figures against their goals   (ARGS=print)"
	@echo "make setup   set up only"

run:
	@$(SETUP) && exec $(IN)/metier run

setup:
	@$(SETUP)

test:
	@$(SETUP) test && exec $(IN)/python -m pytest $(or $(ARGS),$(SPREAD))

lint:
	@$(SETUP) test
	$(IN)/ruff check
	$(IN)/ruff format --check
	$(IN)/mypy
	$(IN)/djlint --quiet --lint templates
	$(IN)/lint-imports --no-cache
	$(IN)/metier check-migrations

bench:
	@$(SETUP) bench && exec $(IN)/python -m tests.bench $(ARGS)
