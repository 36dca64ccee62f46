#!/bin/sh
# Sees to Firefox, WebKit and an old Chromium for the tests; installs what is missing.
# Usage: install-engines.sh [all], with `all` for every old version of Chromium in tests/browsers.
set -eu
. "$(dirname "$0")/installing.sh"

here=$(dirname "$0")/browsers
unpacked=$PWD/build/browsers

installed() {
    { command -v firefox-esr || command -v firefox; } >/dev/null &&
        command -v WebKitWebDriver >/dev/null &&
        command -v Xvfb >/dev/null &&
        command -v npm >/dev/null
}

with_apt() {
    say "Installing Firefox, WebKit and Xvfb with apt-get."
    packages="firefox-esr webkit2gtk-driver xvfb"
    command -v npm >/dev/null || packages="$packages npm"
    # shellcheck disable=SC2086
    apt_install $packages
}

# The package holds the browser and its libraries packed, for machines that have no libraries.
unpack() {
    node -e '
const { readdirSync, readFileSync, writeFileSync } = require("fs");
const [, from, to] = process.argv;
for (const name of readdirSync(from).filter((file) => file.endsWith(".br"))) {
  const plain = require("zlib").brotliDecompressSync(readFileSync(`${from}/${name}`));
  writeFileSync(`${to}/${name.slice(0, -3)}`, plain, { mode: 0o755 });
}' "$1" "$2" &&
        for archive in "$2"/*.tar; do
            tar --extract --file "$archive" --directory "$2" && rm "$archive"
        done
}

old_chromium() {
    mkdir -p "$unpacked" &&
        cp "$here/package.json" "$here/package-lock.json" "$unpacked" &&
        (cd "$unpacked" && npm ci --ignore-scripts --no-audit --no-fund $1 >&2) || return 1
    for package in "$unpacked"/node_modules/chromium-*; do
        folder=$unpacked/$(basename "$package")
        rm -rf "$folder" && mkdir "$folder" && unpack "$package/bin" "$folder" || return 1
    done
    rm -r "$unpacked/node_modules"
}

complete() {
    for version in "$@"; do
        [ -x "$unpacked/chromium-$version/chromium" ] || return 1
        cmp -s "$here/package-lock.json" "$unpacked/package-lock.json" || return 1
    done
}

installed || { with_apt && installed; } || {
    say "The tests need Firefox, WebKit's driver, Xvfb and npm, and they could not be installed." \
        "On Debian and Ubuntu: apt-get install firefox-esr webkit2gtk-driver xvfb npm"
    exit 1
}

if [ "${1:-}" = all ]; then
    complete 92 109 114 122 || old_chromium "" || failed=1
else
    complete 109 || old_chromium --omit=dev || failed=1
fi
[ -z "${failed:-}" ] || {
    say "The tests need an old Chromium from the npm registry, and it could not be fetched." \
        "See tests/browsers/package.json."
    exit 1
}
