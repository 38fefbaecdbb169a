#!/bin/sh
# The browser tests, with the Chromium that this machine has or may have.
set -e
make --no-print-directory wheel
CHROMIUM=$(sh devtools/browser.sh)
export CHROMIUM
exec npx playwright test --config ui-tests/playwright.config.ts
