#!/usr/bin/env bash
# shellcheck disable=SC2016
# distro-prepare.sh FOLDER NAME AGENT [INITRAMFS]: puts the agent into a root file system of distros.sh, as a user would.
#   NAME       systemd, dracut, sysvinit or openrc: its init system is told to run the agent
#   INITRAMFS  initramfs-tools or dracut: so is the initramfs, which has the ramoops driver then
# FOLDER gets root.img, vmlinuz and initrd. The last job of each boot does what bed= on the command line says.
set -euo pipefail
[ $# -ge 3 ] || { sed -n '2,/^# FOLDER/p' "$0" >&2; exit 64; }
folder=$1 name=$2 agent=$3 initramfs=${4:-}
source_folder=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
bed=$(cd "$source_folder/../.." && pwd)/out/bed
case $name in
    systemd | dracut) system=systemd ;;
    *) system=$name ;;
esac
root=$folder/root
mkdir -p "$root"
trap 'rm -rf "$root"' EXIT
tar -C "$root" -xf "$bed/distros/$name/root.tar"
install -m 755 "$agent" "$root/usr/bin/pstore-agent"
install -m 755 "$source_folder/distro-job" "$root/usr/bin/bed-job"
chroot "$root" pstore-agent install --init "$system"
[ -z "$initramfs" ] || chroot "$root" pstore-agent install --init "$initramfs"

case $system in
    systemd)
        cat >"$root/etc/systemd/system/bed-job.service" <<'UNIT'
[Unit]
After=multi-user.target
[Service]
ExecStart=/usr/bin/bed-job
StandardOutput=tty
UNIT
        mkdir -p "$root/etc/systemd/system/default.target.wants"
        ln -s ../bed-job.service "$root/etc/systemd/system/default.target.wants/bed-job.service"
        ;;
    *)
        if [ "$system" = sysvinit ]; then chroot "$root" update-rc.d pstore-agent defaults; fi
        echo 'bed:2345:once:/usr/bin/bed-job' >>"$root/etc/inittab"
        ;;
esac

# Disks and their file system; the driver too where the initramfs is to save the region before it.
modules=(virtio_pci virtio_blk ext4)
if [ -n "$initramfs" ]; then
    modules+=(ramoops)
else
    echo ramoops >"$root/etc/modules"
    mkdir -p "$root/etc/modules-load.d"
    echo ramoops >"$root/etc/modules-load.d/ramoops.conf"
fi
version=$(basename "$root"/lib/modules/*)
if [ "$name" = dracut ]; then
    unshare -m sh -c 'mount -t proc proc "$1/proc" && chroot "$1" dracut --force --no-hostonly --omit "multipath dm crypt lvm mdraid" --force-drivers "$2" /boot/initrd "$3"' \
        sh "$root" "${modules[*]}" "$version"
else
    sed -i 's/^MODULES=.*/MODULES=list/' "$root/etc/initramfs-tools/initramfs.conf"
    printf '%s\n' "${modules[@]}" >"$root/etc/initramfs-tools/modules"
    chroot "$root" mkinitramfs -o /boot/initrd "$version"
fi
mv "$root/boot/initrd" "$root/boot/vmlinuz-$version" "$folder/"
mv "$folder/vmlinuz-$version" "$folder/vmlinuz"
rm -f "$root"/boot/initrd.img*
echo '/dev/vda / ext4 defaults 0 0' >"$root/etc/fstab"
rm -f "$folder/root.img"
/sbin/mke2fs -q -t ext4 -d "$root" "$folder/root.img" 1200M
