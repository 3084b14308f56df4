#!/usr/bin/env bash
# initramfs.sh TARGET PATH=FILE…: a cpio archive of these files, all executable.
# Not compressed: unpacking it would cost the emulated machine more than reading it.
set -euo pipefail
[ $# -ge 2 ] || { echo "usage: initramfs.sh TARGET PATH=FILE…" >&2; exit 64; }
target=$1
shift
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for word in "$@"; do
    install -D -m 755 "${word#*=}" "$folder/${word%%=*}"
done
(cd "$folder" && find . -mindepth 1 | LC_ALL=C sort | cpio --quiet -o -H newc --owner=0:0) >"$target.tmp"
mv "$target.tmp" "$target"
