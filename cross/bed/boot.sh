#!/usr/bin/env bash
# boot.sh FOLDER [KEY=VALUE…]: boots the emulated board once on FOLDER/ram.img, its console on standard output.
#   kernel=FLAVOR|FOLDER  a kernel of out/bed/kernels, or a folder with an Image (default full);
#                         its modules.cpio, if it has one, is added to the archives
#   initrd=FILE…          archives in place of busybox and its init, parted by ':'; more=FILE adds one to them
#   limit=SECONDS         ends a boot that takes longer, with exit code 124
#   until=TEXT            ends the boot one second after a line with it is on the console
#   cut=SECONDS           in place of that the power goes, so long after the line
#   reset=stay            a reset starts the board again; else it ends the emulation
#   and what device-tree.sh knows
# FOLDER may hold files.tar, store.img and blk.img, the disks "files", "store" and "blk", and flash.img, the 64 MiB of
# the second flash bank; FOLDER/out.img becomes the disk "out".
set -euo pipefail
bed=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)/out/bed
source_folder=$(dirname "${BASH_SOURCE[0]}")
[ $# -ge 1 ] || { sed -n '2,/^set/p' "$0" | grep '^#' >&2; exit 64; }
folder=$1
shift
kernel=full
initrd=$bed/guest/initramfs.cpio
more=
reset=end
until=
cut=
limit=()
tree=()
for word in "$@"; do
    case $word in
        kernel=*) kernel=${word#*=} ;;
        initrd=*) initrd=${word#*=} ;;
        more=*) more=${word#*=} ;;
        reset=*) reset=${word#*=} ;;
        until=*) until=${word#*=} ;;
        cut=*) cut=${word#*=} ;;
        limit=*) limit=(timeout --kill-after 5 "${word#*=}") ;;
        *) tree+=("$word") ;;
    esac
done
# The process to be killed has to be the emulator itself.
[ -z "$cut" ] || limit=()
[ -d "$kernel" ] || kernel=$bed/kernels/$kernel
for file in "$kernel/Image" "$bed/qemu-system-aarch64" "$bed/guest/stub.bin"; do
    [ -e "$file" ] || { echo "boot.sh: $file is missing; ./build.sh kernel makes it" >&2; exit 66; }
done

# Sparse: a boot touches about 100 MB of it. The region is at 0x840000000 in this file.
truncate -s 34G "$folder/ram.img"
[ -e "$folder/out.img" ] || truncate -s 129M "$folder/out.img"
IFS=: read -ra archives <<<"$initrd${more:+:$more}"
[ ! -e "$kernel/modules.cpio" ] || archives+=("$kernel/modules.cpio")
cat "${archives[@]}" >"$folder/initrd"
"$source_folder/device-tree.sh" "$bed/guest/base.dtb" "$folder/board.dtb" initrd="$(stat -c %s "$folder/initrd")" "${tree[@]}"

disks=(-drive "if=none,id=out,format=raw,file=$folder/out.img" -device "virtio-blk-device,drive=out,serial=out")
if [ -e "$folder/files.tar" ]; then
    disks+=(-drive "if=none,id=files,format=raw,readonly=on,file=$folder/files.tar" -device "virtio-blk-device,drive=files,serial=files")
fi
# The last disk of this list is /dev/vda: one name that a kernel command line can have.
for name in store blk; do
    [ -e "$folder/$name.img" ] || continue
    disks+=(-drive "if=none,id=$name,format=raw,file=$folder/$name.img" -device "virtio-blk-device,drive=$name,serial=$name")
done
# The first bank is for firmware, which this board has none of: it is there, and forgets.
[ ! -e "$folder/flash.img" ] || disks+=(-drive "if=pflash,unit=1,format=raw,file=$folder/flash.img")
[ "$reset" = stay ] || disks+=(-no-reboot)

# The generic loader keeps the device tree as written, and loads all of it again at each reset.
set -- "${limit[@]}" "$bed/qemu-system-aarch64" -machine virt,memory-backend=mem -cpu cortex-a72 -smp 2 -m 34G \
    -object memory-backend-file,id=mem,size=34G,mem-path="$folder/ram.img",share=on \
    -nic none -display none -serial mon:stdio "${disks[@]}" \
    -device loader,file="$bed/guest/stub.bin",addr=0x40180000,cpu-num=0,force-raw=on \
    -device loader,file="$kernel/Image",addr=0x40200000,force-raw=on \
    -device loader,file="$folder/board.dtb",addr=0x4f000000,force-raw=on \
    -device loader,file="$folder/initrd",addr=0x50000000,force-raw=on
[ -n "$until" ] || exec "$@"

exec 3< <(exec "$@")
process=$!
while IFS= read -r line <&3; do
    printf '%s\n' "$line"
    [[ $line == *"$until"* ]] || continue
    if [ -n "$cut" ]; then
        sleep "$cut"
        # Not by a signal that the emulator answers with flushing its disks.
        kill -KILL "$process" 2>/dev/null || true
        cat <&3
        exit 0
    fi
    # What comes of it shows in this second.
    sleep 1
    kill "$process"
    cat <&3
    exit 0
done
wait "$process"
