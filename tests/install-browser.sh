#!/bin/sh
# Prints the path of a Chromium for the tests; installs one where there is none.
# Usage: install-browser.sh [PYTHON], a Python that has Playwright. CHROMIUM names a browser to use.
set -eu
. "$(dirname "$0")/installing.sh"

python=${1:-python3}

# On some systems `chromium-browser` is only a hint to install it: asking for the version tells.
works() {
    "$1" --version >/dev/null 2>&1
}

installed() {
    first_working chromium chromium-browser google-chrome
}

playwrights_own() {
    path=$("$python" -c '
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
') && works "$path" && printf '%s\n' "$path"
}

with_apt() {
    say "Installing Chromium with apt-get."
    apt_install chromium fonts-dejavu-core
}

with_playwright() {
    say "Downloading Playwright's Chromium."
    "$python" -m playwright install chromium >&2
}

if [ -n "${CHROMIUM:-}" ]; then
    expect_named CHROMIUM "$CHROMIUM"
    printf '%s\n' "$CHROMIUM"
    exit 0
fi

installed && exit 0
playwrights_own && exit 0
with_apt && installed && exit 0
with_playwright && playwrights_own && exit 0

say "The tests need Chromium, and it could not be installed." \
    "Install it and put it on the PATH, or set CHROMIUM to its path."
exit 1
