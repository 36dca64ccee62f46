#!/bin/sh
# Prints the path of Caddy for the tests of hosting, and sees to brotli; installs what is missing.
# CADDY names a Caddy to use.
set -eu

unpacked=$PWD/build/proxy

say() {
    printf '%s\n' "$*" >&2
}

works() {
    "$1" version >/dev/null 2>&1
}

ready() {
    command -v brotli >/dev/null || return 1
    for path in "${CADDY:-caddy}" "$unpacked/usr/bin/caddy"; do
        if works "$path"; then
            command -v "$path"
            return 0
        fi
    done
    return 1
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        env DEBIAN_FRONTEND=noninteractive "$@"
    else
        sudo env DEBIAN_FRONTEND=noninteractive "$@"
    fi
}

# Installed, Debian's package would start a web server at once: it is only unpacked.
unpack_caddy() {
    mkdir -p "$unpacked"
    (cd "$unpacked" && apt-get download -q caddy >&2 && dpkg-deb --extract caddy_*.deb .)
}

with_apt() {
    command -v apt-get >/dev/null || return 1
    [ "$(id -u)" -eq 0 ] || command -v sudo >/dev/null || return 1
    say "Installing brotli with apt-get, and unpacking Caddy into $unpacked."
    as_root apt-get update -q >&2 &&
        as_root apt-get install -q -y --no-install-recommends brotli >&2 &&
        unpack_caddy
}

if [ -n "${CADDY:-}" ] && ! works "$CADDY"; then
    say "CADDY is set to $CADDY, which does not start."
    exit 1
fi

ready && exit 0
with_apt && ready && exit 0

say "The tests need Caddy and brotli, and they could not be installed." \
    "Put both on the PATH, or set CADDY to Caddy's path."
exit 1
