# shellcheck shell=bash disable=SC2154
# QEMU 10 or newer: older ones let unaligned accesses to Device memory pass, and so hide a mistake that kills on a board.

qemu_least=10
# Raise it when the recipe below changes in what it makes.
qemu_recipe=2

# The major version of this qemu-system-aarch64, or 0.
qemu_major() {
    local version
    version=$("$1" --version 2>/dev/null | sed -nE '1s/.*version ([0-9]+).*/\1/p') || true
    echo "${version:-0}"
}

# The newest version of the package that this apt configuration knows and that is new enough.
qemu_candidate() {
    APT_CONFIG=$1/apt.conf apt-cache madison qemu-system-arm | awk -v least=$qemu_least '
        { major = $3; sub(/^[0-9]+:/, "", major); if (major + 0 >= least && !found++) print $3 }'
}

# From the system's release, else from its backports. Only what the running system lacks comes along, and a script
# that lets the program find its own libraries.
qemu_unpack() {
    local folder=$1 suites=("") version
    apt_configure "$folder/apt" "$(dpkg --print-architecture)" /var/lib/dpkg/status "${suites[@]}"
    version=$(qemu_candidate "$folder/apt")
    if [ -z "$version" ]; then
        suites+=("$(apt_codename)-backports")
        apt_configure "$folder/apt" "$(dpkg --print-architecture)" /var/lib/dpkg/status "${suites[@]}"
        version=$(qemu_candidate "$folder/apt")
    fi
    [ -n "$version" ] || bed_fail "no qemu-system-arm $qemu_least or newer in $(apt_codename) or its backports"
    bed_say "downloading qemu-system-arm $version"
    apt_unpack "$folder/apt" "$folder/root" {qemu-system-arm,qemu-system-common,qemu-system-data}="$version"
    rm -rf "$folder/apt"
    # Beside this link QEMU looks for data and modules before all else. Without it, a module that was not unpacked is
    # taken from the running system's own, older QEMU, and refused.
    ln -s ../.. "$folder/root/usr/bin/qemu-bundle"
    cat >"$folder/qemu-system-aarch64" <<'RUN'
#!/bin/sh
here=$(dirname "$(readlink -f "$0")")/root
LD_LIBRARY_PATH=
for folder in "$here"/usr/lib/*-linux-gnu "$here"/lib/*-linux-gnu; do
    LD_LIBRARY_PATH=$LD_LIBRARY_PATH${LD_LIBRARY_PATH:+:}$folder
done
export LD_LIBRARY_PATH
exec "$here/usr/bin/qemu-system-aarch64" "$@"
RUN
    chmod +x "$folder/qemu-system-aarch64"
    [ "$(qemu_major "$folder/qemu-system-aarch64")" -ge "$qemu_least" ] ||
        bed_fail "qemu-system-arm $version does not run: $("$folder/qemu-system-aarch64" --version 2>&1 | head -n 1)"
}

qemu_ensure() {
    local program folder
    folder=$bed_cache/qemu-$(apt_codename)-$qemu_recipe
    program=$(command -v qemu-system-aarch64 || true)
    if [ -z "$program" ] || [ "$(qemu_major "$program")" -lt "$qemu_least" ]; then
        bed_make "$folder" qemu_unpack
        program=$folder/qemu-system-aarch64
    fi
    bed_link qemu-system-aarch64 "$program"
    bed_say "$("$program" --version | head -n 1) ($program)"
}
