# Every target sets up what it needs in this checkout; a second call whose inputs have not changed starts in seconds.
.DEFAULT_GOAL := help
SHELL := /bin/sh
export PATH := $(CURDIR)/.venv/bin:$(PATH)
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
PY := .venv/bin/python
VERSIONS ?= 3.10 3.11 3.12 3.13 3.14 3.15

SOURCES := $(shell find src style schema notebooks python_helpers/pymastery/schemas python_helpers/pymastery/course \
	python_helpers/pymastery/bytecode/cards -type f ! -name '*.validate.ts' ! -name '*.generated.ts' \
	! -path '*/__tests__/*' ! -path '*/__pycache__/*' ! -path '*/.ipynb_checkpoints/*') \
	package.json tsconfig.json devtools/contract.mjs devtools/cards.mjs devtools/course.mjs
PACKAGE := $(shell find python_helpers/pymastery -type f \( -name '*.py' -o -name '*.json' \) ! -path '*/labextension/*')

help: ## Say what each target does
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

lab: .stamps/link ## Build and open JupyterLab with the course folder
	@$(PY) -m pymastery lab $(LAB)

test: .stamps/link .stamps/pythons ## Run every check: lint, types, jest, pytest on each interpreter, the wheel, the browser
	@$(PY) devtools/suite.py $(STEPS)

gallery: .stamps/node ## Show every recording in both themes, without JupyterLab, with live reload
	@npm run --silent generate && npm run --silent gallery

record: .stamps/pythons ## Rewrite the recordings on every interpreter found
	@$(PY) devtools/matrix.py python_helpers/tests/record.py --write

bench: .stamps/link .stamps/bench ## Print the benchmarks: ratios from one run
	@$(PY) benchmarks/run.py

wheel: .stamps/wheel ## Build the wheel into dist/
	@ls dist/*.whl

format: .stamps/node ## Format every file the way lint wants it
	npm run --silent format
	ruff format python_helpers benchmarks devtools && ruff check --fix python_helpers benchmarks devtools

clean: ## Remove all that the targets made, except the environments
	rm -rf lib dist artifacts gallery-dist python_helpers/pymastery/labextension .stamps/build .stamps/link .stamps/wheel

distclean: clean ## Remove the environments too
	rm -rf .venv .pythons .stamps node_modules

.stamps/python: devtools/requirements.txt
	@mkdir -p .stamps
	@[ -x $(PY) ] || "$$(sh devtools/python.sh)" -m venv .venv
	@echo 'Setting up the Python environment (.venv)'
	@$(PY) -m pip install -q -r devtools/requirements.txt
	@touch $@

.stamps/node: .stamps/python package-lock.json devtools/node.sh
	@sh devtools/node.sh
	@echo 'Setting up the Node packages (node_modules)'
	@npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@node node_modules/esbuild/install.js
	@touch $@

.stamps/build: .stamps/node $(SOURCES)
	@echo 'Building the extension'
	@npm run --silent build
	@touch $@

# The checkout is what runs: the package from its folder, the extension through a link.
.stamps/link: .stamps/build
	@$(PY) devtools/link.py
	@touch $@

.stamps/wheel: .stamps/build pyproject.toml install.json README.md LICENSE $(PACKAGE)
	@rm -rf dist
	@rm -rf python_helpers/pymastery/labextension
	@$(PY) -m build --wheel --no-isolation . > .stamps/wheel.log 2>&1 || { cat .stamps/wheel.log; exit 1; }
	@touch $@

.stamps/pythons: devtools/pythons.sh devtools/requirements-kernels.txt .stamps/python
	@bash devtools/pythons.sh .pythons $(VERSIONS)
	@$(PY) devtools/link.py
	@touch $@

.stamps/bench: .stamps/python Makefile
	@$(PY) -m pip install -q memory_graph==0.3.91 pympler==1.1 pyinternals==0.1.3
	@$(PY) -m pip install -q einspect==0.5.16 || echo 'einspect is not for this interpreter: it is left out'
	@touch $@

.PHONY: help lab test gallery record bench wheel format clean distclean
