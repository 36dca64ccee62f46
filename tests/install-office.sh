#!/bin/sh
# Prints the path of LibreOffice for `make image-test`; installs Debian's Calc if there is none.
# OFFICE names a program to use.
set -eu
. "$(dirname "$0")/installing.sh"

works() {
    "$1" --version >/dev/null 2>&1
}

ready() {
    first_working "${OFFICE:-soffice}"
}

expect_named OFFICE "${OFFICE:-}"
ready && exit 0
say "Installing LibreOffice Calc with apt-get."
apt_install libreoffice-calc && ready && exit 0

say "These tests need LibreOffice Calc, and it could not be installed." \
    "On Debian and Ubuntu: apt-get install libreoffice-calc"
exit 1
