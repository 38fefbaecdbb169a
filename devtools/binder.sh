#!/bin/sh
# Checks binder/ without Docker: repo2docker accepts it, and what its Dockerfile would run works: the base image's
# packages, our requirements, then postBuild in a clean clone as a user who is not root, JupyterLab under a base URL.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
checkout=$PWD
python=$(ls .pythons/bin/python3.12 .pythons/bin/python3.13 2>/dev/null | head -1)
python=$(readlink -f "${python:-$(sh devtools/python.sh)}")

"$python" -m venv "$work/repo2docker"
"$work/repo2docker/bin/python" -m pip install -q --disable-pip-version-check jupyter-repo2docker==2026.4.0
git clone -q . "$work/clone"
# what is being worked on, not only what is committed
git ls-files --cached --others --exclude-standard | tar -c --ignore-failed-read -T - -f - 2>/dev/null | tar -x -C "$work/clone" -f -
"$work/repo2docker/bin/jupyter-repo2docker" --no-build --debug "$work/clone" >"$work/Dockerfile"
grep -q postBuild "$work/Dockerfile"

"$python" -m venv "$work/image"
PATH=$work/image/bin:$PATH
export PATH HOME="$work/home" PIP_DISABLE_PIP_VERSION_CHECK=1
mkdir "$HOME"
python -m pip install -q --upgrade pip
python -m pip install -q jupyterlab==4.4.9 notebook==7.4.7 jupyterhub==5.4.0 # what the base image has
python -m pip install -q -r binder/requirements.txt
python -m pip check
as_user=""
if [ "$(id -u)" = 0 ] && unshare --user --map-user=1000 --map-group=1000 true 2>/dev/null; then
  as_user="unshare --user --map-user=1000 --map-group=1000"
fi
cd "$work/clone"
$as_user bash binder/postBuild
python -m pip check

cd "$checkout"
CHROMIUM=$(sh devtools/browser.sh) PYMASTERY_LAB_PYTHON="$work/image/bin/python" PYMASTERY_PROJECT=binder \
  node node_modules/@playwright/test/cli.js test --config ui-tests/playwright.config.ts
