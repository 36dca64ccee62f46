#!/bin/sh
# Prints the path of a Valkey server, or of Redis 7, which speaks the same, for the tests of shared
# rooms; unpacks Debian's if there is none. STORE names a server to use.
set -eu
. "$(dirname "$0")/installing.sh"

unpacked=$PWD/build/store

works() {
    LD_LIBRARY_PATH=$(echo "$unpacked"/usr/lib/*) "$1" --version >/dev/null 2>&1
}

ready() {
    first_working "${STORE:-valkey-server}" redis-server "$unpacked/usr/bin/redis-server"
}

unpack() {
    say "Unpacking Redis into $unpacked."
    apt_unpack "$unpacked" redis-server redis-tools libjemalloc2 liblzf1
}

expect_named STORE "${STORE:-}"
ready && exit 0
unpack && ready && exit 0

say "The tests need a Valkey or Redis server, and none could be unpacked." \
    "Put one on the PATH, or set STORE to its path."
exit 1
