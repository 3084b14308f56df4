# shellcheck shell=bash
# What the scripts of the test bed share. Sourced, never run.

# shellcheck disable=SC2034

bed_root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
bed_source=$bed_root/cross/bed
bed_cache=${PSTORE_AGENT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/pstore-agent}
# What tests and scripts use: links into the cache.
bed_out=$bed_root/out/bed

bed_say() { echo "kernel: $1" >&2; }

bed_fail() {
    echo "kernel: $1" >&2
    exit 1
}

# The first 16 digits of the SHA-256 of standard input.
bed_hash() { sha256sum | cut -c 1-16; }

# bed_make DIRECTORY FUNCTION ARG…: makes DIRECTORY by FUNCTION TEMPORARY ARG… unless it is there.
# It appears whole or not at all, and of two runs at once the second waits.
bed_make() {
    local target=$1 function=$2
    shift 2
    [ ! -d "$target" ] || return 0
    mkdir -p "$(dirname "$target")"
    (
        exec 9>"$target.lock"
        if ! flock -n 9; then
            bed_say "waiting for another run that makes $(basename "$target")"
            flock 9
        fi
        [ ! -d "$target" ] || exit 0
        # Under the lock nobody else owns what an interrupted run left here.
        rm -rf "$target".tmp.*
        temporary=$target.tmp.$$
        mkdir "$temporary"
        trap 'rm -rf "$temporary"' EXIT
        trap 'exit 130' INT TERM HUP
        "$function" "$temporary" "$@"
        mv -T "$temporary" "$target"
    )
}

# bed_quiet LOG COMMAND…: runs it silently; its last lines are shown when it fails.
bed_quiet() {
    local log=$1
    shift
    if "$@" >"$log" 2>&1; then return; fi
    tail -n 20 "$log" >&2
    return 1
}

# bed_link NAME TARGET
bed_link() {
    mkdir -p "$(dirname "$bed_out/$1")"
    ln -sfnT "$2" "$bed_out/$1"
}
