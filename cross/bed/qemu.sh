# shellcheck shell=bash disable=SC2154
# QEMU 10 or newer: older ones let unaligned accesses to Device memory pass, and so hide a mistake that kills on a board.

qemu_least=10

# The major version of this qemu-system-aarch64, or 0.
qemu_major() {
    local version
    version=$("$1" --version 2>/dev/null | sed -nE '1s/.*version ([0-9]+).*/\1/p') || true
    echo "${version:-0}"
}

# Only packages that the running system lacks come along, and a script that makes the program find its own libraries.
qemu_unpack() {
    local folder=$1 suite=$2
    apt_configure "$folder/apt" "$(dpkg --print-architecture)" /var/lib/dpkg/status "" "$suite"
    apt_unpack "$folder/apt" "$folder/root" "qemu-system-arm/$suite" "qemu-system-common/$suite" "qemu-system-data/$suite"
    rm -rf "$folder/apt"
    cat >"$folder/qemu-system-aarch64" <<'RUN'
#!/bin/sh
here=$(dirname "$(readlink -f "$0")")/root
LD_LIBRARY_PATH=$(echo "$here"/usr/lib/*-linux-gnu | tr ' ' ':') exec "$here/usr/bin/qemu-system-aarch64" -L "$here/usr/share/qemu" "$@"
RUN
    chmod +x "$folder/qemu-system-aarch64"
    [ "$(qemu_major "$folder/qemu-system-aarch64")" -ge "$qemu_least" ] ||
        bed_fail "qemu-system-arm of $suite is $("$folder/qemu-system-aarch64" --version 2>&1 | head -n 1); $qemu_least or newer is needed"
}

qemu_ensure() {
    local program suite
    program=$(command -v qemu-system-aarch64 || true)
    if [ -z "$program" ] || [ "$(qemu_major "$program")" -lt "$qemu_least" ]; then
        suite=$(apt_codename)-backports
        bed_make "$bed_cache/qemu-$suite" qemu_unpack "$suite"
        program=$bed_cache/qemu-$suite/qemu-system-aarch64
    fi
    bed_link qemu-system-aarch64 "$program"
    bed_say "$("$program" --version | head -n 1) ($program)"
}
