#!/bin/sh
# Prints the path of a CPython >= 3.10 of this machine, or says what is missing.
for name in ${PYTHON:-} python3 python3.13 python3.12 python3.11 python3.10 python3.14 python; do
  if "$name" -c 'import sys, venv; sys.exit(sys.version_info < (3, 10) or sys.implementation.name != "cpython")' >/dev/null 2>&1; then
    "$name" -c 'import sys; print(sys.executable)'
    exit 0
  fi
done
echo 'pymastery needs CPython 3.10 or newer with the venv module; set PYTHON=/path/to/python3' >&2
exit 1
