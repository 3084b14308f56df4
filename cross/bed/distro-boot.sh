#!/usr/bin/env bash
# distro-boot.sh FOLDER [WORD…]: boots what distro-prepare.sh made once, its console on standard output, with WORDs on the
# kernel command line. FOLDER/ram.img is its memory, with a region of 1 MiB at 0x3e000000; FOLDER/out.img its second disk.
#   limit=SECONDS  ends a boot that takes longer, with exit code 124
set -euo pipefail
folder=$1
shift
limit=()
words=()
for word in "$@"; do
    case $word in
        limit=*) limit=(timeout --kill-after 5 "${word#*=}") ;;
        *) words+=("$word") ;;
    esac
done
region=0x3e000000
truncate -s 1G "$folder/ram.img"
truncate -s 16M "$folder/out.img"
exec "${limit[@]}" qemu-system-x86_64 -machine pc,accel=tcg,memory-backend=mem -cpu max -smp 2 -m 1G -no-reboot \
    -object memory-backend-file,id=mem,size=1G,mem-path="$folder/ram.img",share=on \
    -nic none -display none -monitor none -serial stdio \
    -drive "if=none,id=root,format=raw,file=$folder/root.img" -device virtio-blk-pci,drive=root \
    -drive "if=none,id=out,format=raw,file=$folder/out.img" -device virtio-blk-pci,drive=out \
    -kernel "$folder/vmlinuz" -initrd "$folder/initrd" \
    -append "console=ttyS0 root=/dev/vda rw panic=1 mitigations=off memmap=1M\$$region ramoops.mem_address=$region ramoops.mem_size=0x100000 ramoops.record_size=0x8000 ${words[*]}"
