#!/bin/sh
# Prints the path of a Chromium or Chrome, installing Debian's package where it may, or says how to get one.
find_browser() {
  for name in ${CHROMIUM:-} chromium chromium-browser google-chrome google-chrome-stable \
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome' '/Applications/Chromium.app/Contents/MacOS/Chromium'; do
    command -v "$name" 2>/dev/null && return 0
  done
  return 1
}
find_browser && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  { apt-get -qq update && apt-get -qq install -y --no-install-recommends chromium fonts-dejavu-core; } >&2
  find_browser && exit 0
fi
echo 'The browser tests need Chromium or Chrome: install one (Debian: sudo apt install chromium), or set CHROMIUM=/path/to/it' >&2
exit 1
