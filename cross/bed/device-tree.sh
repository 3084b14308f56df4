#!/usr/bin/env bash
# device-tree.sh BASE TARGET [KEY=VALUE…]: the bed's device tree with a ramoops region at 0x880000000.
#   place=inside|nomap|outside   in a RAM bank, in one with no-map, outside every bank (default nomap)
#   node=no                      no ramoops node
#   size= record= console= pmsg= ftrace= ecc= flags= max-reason=   a number, or - for no such property
#   append=TEXT                  kernel command line
#   initrd=BYTES                 size of the initrd at 0x50000000
#   cell:NODE:PROPERTY=HEX…      any other property, in cells
#   text:NODE:PROPERTY=TEXT
#   drop:NODE[:PROPERTY]=
set -euo pipefail
[ $# -ge 2 ] || { sed -n '2,/^set/p' "$0" | grep '^#' >&2; exit 64; }
base=$1
tree=$2
shift 2
declare -A value=([place]=nomap [node]=yes [size]=0x100000 [record]=0x8000 [console]=0x8000 [pmsg]=0x1000
    [ftrace]=- [ecc]=- [flags]=- [max-reason]=- [append]="" [initrd]=0)
edits=()
for word in "$@"; do
    key=${word%%=*}
    case $key in
        cell:* | text:* | drop:*) edits+=("$word") ;;
        *)
            [ -n "${value[$key]+known}" ] || { echo "device-tree.sh: unknown $key" >&2; exit 64; }
            value[$key]=${word#*=}
            ;;
    esac
done

cp "$base" "$tree"
chmod u+w "$tree"
cells() {
    local node=$1 property=$2
    shift 2
    fdtput -p -t x "$tree" "$node" "$property" "$@"
}

bank=()
case ${value[place]} in
    inside | nomap) bank=(8 78000000 0 10000000) ;;
    outside) ;;
    *) echo "device-tree.sh: place is none of inside, nomap, outside" >&2; exit 64 ;;
esac
cells /memory@40000000 reg 0 40000000 0 20000000 "${bank[@]}"

node=/reserved-memory/ramoops@880000000
if [ "${value[node]}" = yes ]; then
    cells /reserved-memory '#address-cells' 2
    cells /reserved-memory '#size-cells' 2
    fdtput "$tree" /reserved-memory ranges
    fdtput -p -t s "$tree" $node compatible ramoops
    cells $node reg 8 80000000 0 "$(printf %x $((value[size])))"
    [ "${value[place]}" != nomap ] || fdtput "$tree" $node no-map
    for key in record console pmsg ftrace ecc flags max-reason; do
        [ "${value[$key]}" != - ] || continue
        case $key in flags | max-reason) property=$key ;; *) property=$key-size ;; esac
        cells $node $property "$(printf %x $((value[$key])))"
    done
fi

fdtput -t s "$tree" /chosen bootargs "console=ttyAMA0 panic=-1 ${value[append]}"
cells /chosen linux,initrd-start 0 50000000
cells /chosen linux,initrd-end 0 "$(printf %x $((0x50000000 + value[initrd])))"

for edit in "${edits[@]}"; do
    IFS=: read -r kind path property <<<"${edit%%=*}"
    content=${edit#*=}
    # shellcheck disable=SC2086 # cells are words
    case $kind in
        cell) cells "$path" "$property" $content ;;
        text) fdtput -p -t s "$tree" "$path" "$property" "$content" ;;
        drop) if [ -n "$property" ]; then fdtput -d "$tree" "$path" "$property"; else fdtput -r "$tree" "$path"; fi ;;
    esac
done
