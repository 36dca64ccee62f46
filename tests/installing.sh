# Functions of the scripts that see to what the tests need besides packages of Python.
# A script that calls `first_working` or `expect_named` defines `works`: whether a program starts.

say() {
    printf '%s\n' "$*" >&2
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        env DEBIAN_FRONTEND=noninteractive "$@"
    else
        sudo env DEBIAN_FRONTEND=noninteractive "$@"
    fi
}

has_apt() {
    command -v apt-get >/dev/null || return 1
    [ "$(id -u)" -eq 0 ] || command -v sudo >/dev/null
}

apt_update() {
    has_apt && as_root apt-get update -q >&2
}

apt_download() {
    apt-get download -q "$@" >&2
}

# Install packages of Debian.
apt_install() {
    apt_update && as_root apt-get install -q -y --no-install-recommends "$@" >&2
}

# Unpack packages of Debian into a folder. Installed, some would start a server at once.
apt_unpack() {
    folder=$1
    shift
    command -v apt-get >/dev/null || return 1
    mkdir -p "$folder"
    (
        cd "$folder"
        # The list of packages may be missing, or older than what there is.
        apt_download "$@" || { apt_update && apt_download "$@"; } || exit 1
        for package in *.deb; do dpkg-deb --extract "$package" . || exit 1; done
    )
}

# Print the path of the first of some programs that works.
first_working() {
    for path in "$@"; do
        if works "$path"; then
            command -v "$path"
            return 0
        fi
    done
    return 1
}

# End if a variable names a program that does not work.
expect_named() {
    if [ -n "$2" ] && ! works "$2"; then
        say "$1 is set to $2, which does not start."
        exit 1
    fi
}
