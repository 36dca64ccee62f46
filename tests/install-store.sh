#!/bin/sh
# Prints the path of a Valkey server, or of Redis 7, which speaks the same, for the tests of shared
# rooms; unpacks Debian's if there is none. STORE names a server to use.
set -eu

unpacked=$PWD/build/store

say() {
    printf '%s\n' "$*" >&2
}

works() {
    LD_LIBRARY_PATH=$(echo "$unpacked"/usr/lib/*) "$1" --version >/dev/null 2>&1
}

ready() {
    for path in "${STORE:-valkey-server}" redis-server "$unpacked/usr/bin/redis-server"; do
        if works "$path"; then
            command -v "$path"
            return 0
        fi
    done
    return 1
}

# Installed, Debian's package would start a server at once: it is only unpacked.
unpack() {
    command -v apt-get >/dev/null || return 1
    say "Unpacking Redis into $unpacked."
    mkdir -p "$unpacked"
    (
        cd "$unpacked"
        apt-get download -q redis-server redis-tools libjemalloc2 liblzf1 >&2
        for package in *.deb; do dpkg-deb --extract "$package" .; done
    )
}

if [ -n "${STORE:-}" ] && ! works "$STORE"; then
    say "STORE is set to $STORE, which does not start."
    exit 1
fi

ready && exit 0
unpack && ready && exit 0

say "The tests need a Valkey or Redis server, and none could be unpacked." \
    "Put one on the PATH, or set STORE to its path."
exit 1
