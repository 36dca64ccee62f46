# make run | test | image-test | check | audit | coverage | mutants | licences | sbom | bench | soak | pins.
# Each creates or updates .venv first.

PYTHON ?= python3
PORT ?= 8501
# One more than the cores of a small machine, because browser tests mostly wait.
JOBS ?= 3
# One worker per file, so module fixtures are built once; tests/support/order.py puts long files first.
spread := -n $(JOBS) --dist loadfile --no-loadscope-reorder
PYTEST_ARGS ?=
MINUTES ?= 60
# The topic that is measured: the first one if it is empty.
TOPIC ?=
PINS_ARGS ?=

venv := .venv
python := $(venv)/bin/python
app := requirements.txt
dev := $(app) requirements-dev.txt
tools := $(dev) requirements-tools.txt
# Nothing is resolved or built: the lists contain every package, and closed.py checks it. With -qq, pip
# still reports errors. Modules are compiled at their first import.
install = $(python) -m pip install -qq --disable-pip-version-check --no-deps --only-binary :all: \
	--require-hashes --no-compile -r $(lastword $(1)) && $(python) .ci/closed.py $(1)
# One list for every system, with hashes, and without the package indexes of this machine.
compile := UV_CUSTOM_COMPILE_COMMAND="make pins" $(python) -m uv pip compile --quiet \
	--universal --fork-strategy fewest --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links

.PHONY: run test image-test check lint types imports audit coverage mutants licences sbom bench soak pins

run: $(venv)/app-installed
	@exec $(python) -m carepath serve --port $(PORT)

test: $(venv)/dev-installed
	@CHROMIUM=$$(sh tests/install-browser.sh $(python)) && export CHROMIUM && \
	CADDY=$$(sh tests/install-proxy.sh) && export CADDY && \
	STORE=$$(sh tests/install-store.sh) && export STORE && \
	sh tests/install-engines.sh && \
	exec $(python) -m pytest $(spread) $(PYTEST_ARGS)

# Builds both images without a registry and runs them. The results are in build/image-test.
image-test: $(venv)/dev-installed
	@$(python) -m tests.deploy.needed
	@CHROMIUM=$$(sh tests/install-browser.sh $(python)) && export CHROMIUM && \
	CADDY=$$(sh tests/install-proxy.sh) && export CADDY && \
	STORE=$$(sh tests/install-store.sh) && export STORE && \
	OFFICE=$$(sh tests/install-office.sh) && export OFFICE && \
	sh tests/install-engines.sh all && \
	exec $(python) -m pytest tests/deploy --override-ini="python_files=check_*.py" \
		--override-ini=timeout=3600 $(PYTEST_ARGS)

check: lint types imports

lint: $(venv)/dev-installed
	$(python) -m ruff check
	$(python) -m ruff format --check

types: $(venv)/dev-installed
	$(python) -m mypy

imports: $(venv)/dev-installed
	$(venv)/bin/lint-imports --no-cache --no-logo

# Asks the registry for newly known faults, so it is not part of `check`.
audit: $(venv)/tools-installed
	$(python) .ci/audit.py requirements.txt

# Coverage of the tests without a browser.
coverage: $(venv)/dev-installed
	@exec $(python) -m pytest $(spread) -m "not browser" --cov --cov-report=term-missing $(PYTEST_ARGS)

# Mutation testing: makes small changes to the code and lists those that no test notices.
mutants: $(venv)/tools-installed
	@rm -rf mutants
	@$(python) -m mutmut run --max-children $(JOBS)
	@exec $(python) .ci/mutants.py

# Packages that only other systems or versions of Python need are installed too, to be listed.
licences: $(venv)/tools-installed
	@$(python) -m pip install -qq --disable-pip-version-check --no-deps --only-binary :all: \
		$$(sed -n 's/^\([a-z0-9-]*==[^ ;]*\) *;.*/\1/p' requirements.txt)
	@{ echo "# What the app needs, and under which licences"; echo; \
	echo "Made by \`make licences\` of what requirements.txt pins."; echo; \
	$(python) -m piplicenses --format=markdown --from=mixed --with-urls \
		--packages $$(sed -n 's/^\([a-z0-9-]*\)==.*/\1/p' requirements.txt); } > docs/licences.md
	@echo docs/licences.md

sbom: $(venv)/tools-installed
	@mkdir -p build
	@$(python) -m cyclonedx_py requirements requirements.txt --pyproject pyproject.toml \
		--output-reproducible --output-file build/sbom.cdx.json 2>/dev/null
	@echo build/sbom.cdx.json

bench: $(venv)/dev-installed
	@exec $(python) -m bench --topic "$(TOPIC)"

soak: $(venv)/dev-installed
	@exec $(python) -m bench.soak --minutes $(MINUTES) --topic "$(TOPIC)"

# Keeps versions that still fit; `make pins PINS_ARGS=--upgrade` takes the newest ones.
pins: $(venv)/dev-installed
	$(compile) $(PINS_ARGS) requirements.in --output-file requirements.txt
	$(compile) $(PINS_ARGS) requirements-dev.in --output-file requirements-dev.txt
	$(compile) $(PINS_ARGS) requirements-tools.in --output-file requirements-tools.txt

# A separate file is the target, because an interrupted venv leaves a bin/python behind.
$(venv)/made:
	@command -v $(PYTHON) >/dev/null || { \
	echo "Carepath needs Python 3.11 or newer, and there is no $(PYTHON)." \
	"Name one with: make PYTHON=/path/to/python" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	echo "Carepath needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version 2>&1)." \
	"Name a newer one with: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	echo "$(PYTHON) cannot make virtual environments: its modules venv and ensurepip are missing." \
	"On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv $(venv)
	@touch $@

$(venv)/app-installed: $(venv)/made requirements.txt
	@echo "Installing what the app needs into $(venv), once."
	@$(call install,$(app))
	@touch $@

$(venv)/dev-installed: $(venv)/app-installed requirements-dev.txt
	@echo "Installing what tests and checks need into $(venv), once."
	@$(call install,$(dev))
	@touch $@

$(venv)/tools-installed: $(venv)/dev-installed requirements-tools.txt
	@echo "Installing what audits need into $(venv), once."
	@$(call install,$(tools))
	@touch $@
