#!/bin/sh
# Prints the path of a Chromium for the tests; installs one where there is none.
# Usage: install-browser.sh [PYTHON], a Python that has Playwright. CHROMIUM names a browser to use.
set -eu

python=${1:-python3}

say() {
    printf '%s\n' "$*" >&2
}

# On some systems `chromium-browser` is only a hint to install it: asking for the version tells.
works() {
    "$1" --version >/dev/null 2>&1
}

installed() {
    for name in chromium chromium-browser google-chrome; do
        if path=$(command -v "$name") && works "$path"; then
            printf '%s\n' "$path"
            return 0
        fi
    done
    return 1
}

playwrights_own() {
    path=$("$python" -c '
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
') && works "$path" && printf '%s\n' "$path"
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        env DEBIAN_FRONTEND=noninteractive "$@"
    else
        sudo env DEBIAN_FRONTEND=noninteractive "$@"
    fi
}

with_apt() {
    command -v apt-get >/dev/null || return 1
    [ "$(id -u)" -eq 0 ] || command -v sudo >/dev/null || return 1
    say "Installing Chromium with apt-get."
    as_root apt-get update -q >&2 &&
        as_root apt-get install -q -y --no-install-recommends chromium fonts-dejavu-core >&2
}

with_playwright() {
    say "Downloading Playwright's Chromium."
    "$python" -m playwright install chromium >&2
}

if [ -n "${CHROMIUM:-}" ]; then
    if works "$CHROMIUM"; then
        printf '%s\n' "$CHROMIUM"
        exit 0
    fi
    say "CHROMIUM is set to $CHROMIUM, which does not start."
    exit 1
fi

installed && exit 0
playwrights_own && exit 0
with_apt && installed && exit 0
with_playwright && playwrights_own && exit 0

say "The tests need Chromium, and it could not be installed." \
    "Install it and put it on the PATH, or set CHROMIUM to its path."
exit 1
