#!/bin/sh
# Prints the path of Caddy for the tests of hosting, and sees to brotli; installs what is missing.
# CADDY names a Caddy to use.
set -eu
. "$(dirname "$0")/installing.sh"

unpacked=$PWD/build/proxy

works() {
    "$1" version >/dev/null 2>&1
}

ready() {
    command -v brotli >/dev/null && first_working "${CADDY:-caddy}" "$unpacked/usr/bin/caddy"
}

with_apt() {
    say "Installing brotli with apt-get, and unpacking Caddy into $unpacked."
    apt_install brotli && apt_unpack "$unpacked" caddy
}

expect_named CADDY "${CADDY:-}"
ready && exit 0
with_apt && ready && exit 0

say "The tests need Caddy and brotli, and they could not be installed." \
    "Put both on the PATH, or set CADDY to Caddy's path."
exit 1
