#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR
# distros.sh: root file systems of Debian with other init systems each, for `./build.sh test --all-init`. They are made of
# the system's own release and kept in the cache; one that can't be had leaves its reason in its place.
# Linked to out/bed/distros.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
# shellcheck source=common.sh
. ./common.sh
# shellcheck source=apt.sh
. ./apt.sh

# Raise it when distro_root changes in what it makes.
distro_recipe=1
distro_common=udev,kmod,linux-image-amd64
# "NAME PACKAGES"
distro_roots=(
    "systemd systemd-sysv,initramfs-tools"
    "dracut systemd-sysv,dracut"
    "sysvinit sysvinit-core,initramfs-tools"
    "openrc openrc,sysvinit-core,initramfs-tools"
)

# distro_root FOLDER PACKAGES
distro_root() {
    local folder=$1 packages=$2
    bed_quiet "$folder/log" mmdebstrap --mode=root --variant=minbase --architectures=amd64 --include="$distro_common,$packages" \
        --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
        --customize-hook="$bed_source/distro-slim.sh \"\$1\"" "$(apt_codename)" "$folder/root.tar"
}

distro_one() {
    local name=$1 packages=$2 reason="" folder
    folder=$bed_cache/distro-$(apt_codename)-$name-$distro_recipe
    [ "$(uname -m)" = x86_64 ] || reason="made for x86-64 machines only"
    [ "$(id -u)" = 0 ] || reason="making a root file system takes root"
    rm -f "$bed_out/distros/$name" "$bed_out/distros/$name.missing"
    if [ -z "$reason" ] && ! ( bed_make "$folder" distro_root "$packages" ); then reason="mmdebstrap failed"; fi
    if [ -z "$reason" ]; then
        bed_link "distros/$name" "$folder"
        return
    fi
    echo "$reason" >"$bed_out/distros/$name.missing"
    bed_say "no root file system '$name', and its test is skipped: $reason"
}

mkdir -p "$bed_out/distros"
for line in "${distro_roots[@]}"; do
    read -r name packages <<<"$line"
    distro_one "$name" "$packages"
done
