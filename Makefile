# `make run` needs Python 3.11 or 3.12 and make; everything else is brought along. The rest is in docs/development.md.
BOOTSTRAP = scripts/python scripts/bootstrap.py
TESTS ?= tests
N ?= 2

.PHONY: run test lint format browser lock bench lighthouse soak clean

run:
	@$(BOOTSTRAP) --npm -- python -m helpdesk.launcher

# TESTS=tests/mail runs a part, N=0 in one process.
test:
	@$(BOOTSTRAP) --dev --npm -- python -m pytest -n $(N) -q $(TESTS)

lint:
	@$(BOOTSTRAP) --dev --npm -- sh scripts/lint

format:
	@$(BOOTSTRAP) --dev -- sh -c 'ruff format . && ruff check --fix .'

browser:
	@sh scripts/install-browser

# After a change of dependencies in pyproject.toml.
lock:
	@$(BOOTSTRAP) --dev -- sh scripts/lock

bench:
	@$(BOOTSTRAP) --npm -- python -m bench

# Of the portal, while `make run` is up; PORT as there.
lighthouse:
	@$(BOOTSTRAP) --dev --npm -- python -m bench.lighthouse

# Long proofs: COUNT=5000 KILLED_MAILS=2000 STEADY_MAILS=5000 for shorter ones. docs/mail.md has the last results.
soak:
	@$(BOOTSTRAP) --dev -- python -m tests.mail.soak $(COUNT)
	@KILLED_MAILS=$(or $(KILLED_MAILS),20000) STEADY_MAILS=$(or $(STEADY_MAILS),50000) $(BOOTSTRAP) --dev -- python -m pytest -n 0 -q -rP tests/faults/test_many_mails.py tests/faults/test_fetching.py

# Everything that was installed or built, but not the data in .local.
clean:
	rm -rf .venv node_modules .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
