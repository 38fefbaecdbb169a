#!/bin/sh
# Builds the wheel and installs it where a learner would: a clean environment without Node on PATH and without this
# checkout; then JupyterLab must list the extension, the doctor must be content, and the browser must see the sidebar.
set -eu
make --no-print-directory wheel
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$(sh devtools/python.sh)" -m venv "$work/venv"
"$work/venv/bin/python" -m pip install -q --disable-pip-version-check "jupyterlab==4.6.6" ipykernel dist/pymastery-*.whl
checkout=$PWD
outer=$PATH
mkdir "$work/home"
cd "$work/home"
mkdir "$work/bin"
for tool in sh env uname tee grep cat; do ln -s "$(command -v $tool)" "$work/bin/$tool"; done
PATH=$work/venv/bin:$work/bin
! command -v node
export HOME="$work/home" JUPYTER_CONFIG_DIR="$work/config" JUPYTER_DATA_DIR="$work/data" JUPYTER_RUNTIME_DIR="$work/runtime"
unset PYTHONPATH
jupyter labextension list 2>&1 | tee "$work/list"
grep -q 'pymastery v.*enabled.*OK' "$work/list"
python -m pymastery doctor
python -m pymastery doctor | grep -q 'extension .* is enabled'
python - <<'PYTHON'
import importlib.metadata
requires = importlib.metadata.requires("pymastery") or []
needed = [line for line in requires if "extra ==" not in line]
assert not needed, f"the wheel must require nothing, but requires {needed}"
PYTHON
PATH=$outer
cd "$checkout"
CHROMIUM=$(sh devtools/browser.sh) PYMASTERY_LAB_PYTHON="$work/venv/bin/python" PYMASTERY_PROJECT=isolated \
  node node_modules/@playwright/test/cli.js test --config ui-tests/playwright.config.ts
