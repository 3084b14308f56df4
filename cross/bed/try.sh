#!/usr/bin/env bash
# try.sh [-d FOLDER] [-a AGENT] [-s SCRIPT] [-f FILE]… [KEY=VALUE…]: one boot of the emulated board, by hand.
#   -d  keeps the RAM from boot to boot (default out/bed/try; remove it to start with empty RAM)
#   -a  the agent to have as /bin/pstore-agent (default out/linux-arm64/pstore-agent)
#   -s  what to run there; without it there is a shell (Ctrl-a x ends the emulator)
#   -f  a file to have in /work
#   -b  the agent is /init, and there is nothing else
#   KEY=VALUE as boot.sh and device-tree.sh know them
# What the script leaves in /out is in FOLDER/out afterwards; FOLDER/region.bin is the region.
#
#   cross/bed/try.sh -s 'echo hello >/dev/pmsg0; crash'
#   cross/bed/try.sh -s 'pstore-agent' append=initcall_blacklist=ramoops_init
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
folder=$root/out/bed/try
agent=$root/out/linux-arm64/pstore-agent
script=
bare=
files=()
while getopts d:a:s:f:bh option; do
    case $option in
        d) folder=$OPTARG ;;
        a) agent=$OPTARG ;;
        s) script=$OPTARG ;;
        f) files+=("$(realpath "$OPTARG")") ;;
        b) bare=yes ;;
        *) sed -n '2,/^set/p' "$0" | grep '^#' >&2; exit 64 ;;
    esac
done
shift $((OPTIND - 1))

mkdir -p "$folder/work"
rm -rf "$folder"/work/* "$folder/files.tar" "$folder/out.img" "$folder/out"
if [ -n "$bare" ]; then
    "$here/initramfs.sh" "$folder/bare.cpio" "init=$agent"
    set -- initrd="$folder/bare.cpio" "$@"
elif [ -e "$agent" ]; then
    "$here/initramfs.sh" "$folder/agent.cpio" "bin/pstore-agent=$agent"
    set -- more="$folder/agent.cpio" "$@"
fi
[ -z "$script" ] || printf '%s\n' "$script" >"$folder/work/run"
[ ${#files[@]} = 0 ] || cp "${files[@]}" "$folder/work/"
tar -cf "$folder/files.tar" -C "$folder/work" .

"$here/boot.sh" "$folder" "$@" || true
mkdir -p "$folder/out"
dd if="$folder/out.img" bs=1M skip=1 count=8 status=none | tar -xf - -C "$folder/out" 2>/dev/null || true
dd if="$folder/ram.img" of="$folder/region.bin" bs=1M skip=$((0x840000000 >> 20)) count=1 status=none
