#!/usr/bin/env bash
# The one door: run, test, publish, bench, clean. See ./build.sh help.
# shellcheck disable=SC2016 # what need probes is evaluated there
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$root"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
sample=tests/fixtures/captures/01-one-panic/region.bin.gz

usage() {
    cat <<'EOF'
Usage: ./build.sh VERB

  run [ARGS]       publish the native file for this machine and run it with ARGS;
                   without ARGS, where there is no ramoops region, it recovers a
                   real crash image that ships with the sources
  test             build, check the format, and run all tests;
                   --all-kernels: on more kernels too (built once: half an hour)
                   --all-init: Debian with systemd, System V init, OpenRC and dracut
                   is booted too (a quarter of an hour; as root, on x86-64)
                   --all-cuts: the power goes 200 times and not 20 (ten minutes)
  kernel           build the arm64 kernels of the emulated board from the
                   distribution's kernel source, and fetch an emulator if the
                   installed one is too old; kept outside of this folder;
                   --all: more kernels too
  publish [RID…]   static native files in out/RID/pstore-agent, symbols beside
                   (default: linux-arm64 linux-x64)
  bench            measure speed and memory, print tables
  clean            remove everything that was built
  help             this text

What is missing is installed from Debian's packages when run as root; otherwise
it is named with its package. Only the .NET 10 SDK has to be there.
EOF
}

fail() {
    echo "build.sh: $1" >&2
    exit 1
}

host_rid() {
    case "$(uname -m)" in
        x86_64) echo linux-x64 ;;
        aarch64 | arm64) echo linux-arm64 ;;
        *) fail "this machine ($(uname -m)) is none of x86_64, aarch64" ;;
    esac
}

# need TEST PACKAGE…: installs the packages when TEST fails.
need() {
    local probe=$1
    shift
    if eval "$probe" >/dev/null 2>&1; then return; fi
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
        fail "missing: $* (Debian packages); install them and run this again"
    fi
    echo "build.sh: installing $*" >&2
    if ! DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1; then
        apt-get update -qq >&2 || fail "apt-get update failed; $* can't be installed"
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null || fail "can't install $*"
    fi
}

need_sdk() {
    command -v dotnet >/dev/null || fail "missing: dotnet, the .NET 10 SDK (package dotnet-sdk-10.0)"
    dotnet --version >/dev/null 2>&1 || fail "no .NET 10 SDK: $(dotnet --list-sdks | tr '\n' ' ')"
}

# What linking a static file for a RID takes.
need_linker() {
    local rid=$1
    need 'command -v clang' clang
    need 'command -v ld.lld' lld
    need 'command -v llvm-objcopy' llvm
    if [ "$rid" = "$(host_rid)" ]; then
        need 'test -e /usr/lib/$(uname -m)-linux-gnu/libc.a' libc6-dev
        need 'ls /usr/lib/gcc/$(uname -m)-linux-gnu/*/libgcc.a' gcc
        return
    fi
    local cross=arm64 triple=aarch64-linux-gnu
    if [ "$rid" = linux-x64 ]; then
        cross=amd64
        triple=x86_64-linux-gnu
    fi
    need "test -e /usr/$triple/lib/libc.a" "libc6-dev-$cross-cross"
    if ! ls /usr/lib/gcc-cross/$triple/*/libgcc.a >/dev/null 2>&1; then
        need false "libgcc-$(gcc_version)-dev-$cross-cross"
    fi
}

# The version of the distribution's own cross compiler: its libgcc fits its libc.
gcc_version() {
    local found
    found=$(default_gcc)
    if [ -z "$found" ]; then
        apt-get update -qq >&2 || true
        found=$(default_gcc)
    fi
    echo "${found:-12}"
}

default_gcc() {
    apt-cache depends gcc-aarch64-linux-gnu 2>/dev/null | sed -nE 's/.*Depends: gcc-([0-9]+)-aarch64-linux-gnu.*/\1/p' | head -n 1
}

# Whether a static file for a RID may have its relocations packed (DT_RELR): the linker has to write them, and the
# start-up code of the C library, from glibc 2.36 on, has to apply them.
packs_relocations() {
    local triple=aarch64-linux-gnu
    if [ "$1" = linux-x64 ]; then triple=x86_64-linux-gnu; fi
    clang --target=$triple -static-pie -fuse-ld=lld -Wl,--fatal-warnings -Wl,--pack-dyn-relocs=relr -x c -o /dev/null - 2>/dev/null <<'EOF'
#include <features.h>
#if !__GLIBC_PREREQ(2, 36)
#error
#endif
int main(void) { return 0; }
EOF
}

publish_one() {
    local rid=$1 log packed=false
    case $rid in linux-x64 | linux-arm64) ;; *) fail "unknown RID $rid: linux-arm64 or linux-x64" ;; esac
    need_linker "$rid"
    if packs_relocations "$rid"; then packed=true; fi
    log=$(mktemp)
    if ! dotnet publish src/PstoreAgent -r "$rid" -c Release -o "out/$rid" -p:PackRelocations=$packed --nologo -v quiet >"$log" 2>&1; then
        cat "$log" >&2
        rm -f "$log"
        fail "publishing for $rid failed"
    fi
    if grep -E 'warning (IL|CS|NU)' "$log" >&2; then
        rm -f "$log"
        fail "publishing for $rid gave warnings"
    fi
    rm -f "$log" "out/$rid"/*.pdb "out/$rid"/*.xml
}

verb_publish() {
    need_sdk
    local rids=("$@") rid
    [ ${#rids[@]} -gt 0 ] || rids=(linux-arm64 linux-x64)
    for rid in "${rids[@]}"; do
        publish_one "$rid"
        echo "out/$rid/pstore-agent  $(stat -c %s "out/$rid/pstore-agent") bytes"
    done
}

# What the emulated board is made with; cross/bed/make.sh does the work, and nothing when all is there.
verb_kernel() {
    case ${1:-} in "" | --all) ;; *) fail "kernel takes --all or nothing" ;; esac
    need 'command -v aarch64-linux-gnu-gcc' gcc-aarch64-linux-gnu
    need 'test -e /usr/aarch64-linux-gnu/lib/libc.a' libc6-dev-arm64-cross
    need 'command -v gcc && test -e /usr/include/stdio.h' gcc libc6-dev
    need 'command -v fdtput' device-tree-compiler
    local program
    for program in make bc flex bison cpio; do need "command -v $program" "$program"; done
    need 'command -v xz' xz-utils
    cross/bed/make.sh "$@"
}

# Whether this machine has a ramoops region that the agent could read.
has_region() {
    compgen -G '/proc/device-tree/reserved-memory/ramoops*' >/dev/null || [ -d /sys/module/ramoops ]
}

verb_run() {
    need_sdk
    local rid
    rid=$(host_rid)
    publish_one "$rid"
    if [ $# -eq 0 ] && ! has_region; then
        echo "build.sh: no ramoops region on this machine; recovering the crash image $sample" >&2
        set -- recover --image "$sample"
    fi
    exec "out/$rid/pstore-agent" "$@"
}

verb_test() {
    local more=() explicit=(-explicit off) kernels='' init='' word
    for word in "$@"; do
        case $word in
            --all-kernels)
                more=(--all)
                kernels=yes
                ;;
            --all-init) init=yes ;;
            --all-cuts) export PSTORE_AGENT_CUTS=${PSTORE_AGENT_CUTS:-200} ;;
            *) fail "test takes --all-kernels, --all-init, --all-cuts or nothing" ;;
        esac
    done
    if [ -n "$kernels$init" ]; then explicit=(-explicit on); fi
    if [ -n "$init" ] && [ -z "$kernels" ]; then explicit+=(-trait- all=kernels); fi
    if [ -n "$kernels" ] && [ -z "$init" ]; then explicit+=(-trait- all=init); fi
    need_sdk
    need_shells
    need 'command -v qemu-aarch64-static || [ "$(uname -m)" = aarch64 ]' qemu-user-static
    verb_kernel "${more[@]}"
    if [ -n "$init" ]; then make_distros; fi
    need 'command -v strace' strace
    dotnet build PstoreAgent.sln -c Release --nologo -v quiet
    dotnet format PstoreAgent.sln --verify-no-changes --no-restore || fail "the format is not clean: run dotnet format"
    verb_publish
    local passed=0 failed=0 skipped=0 broken=0 project name log summary
    log=$(mktemp)
    for project in tests/*.Tests; do
        name=$(basename "$project")
        echo "== $name"
        "$project/bin/Release/net10.0/$name" -noColor "${explicit[@]}" >"$log" 2>&1 || true
        grep -vE '^ *(Discover|Start|Finish)' "$log" || true
        summary=$(grep -E "Total: [0-9]+, Errors: " "$log" | tail -n 1 || true)
        if [ -z "$summary" ] || [ "$(field Total "$summary")" = 0 ]; then
            echo "build.sh: $name ran no test" >&2
            broken=1
            continue
        fi
        local bad=$(($(field Failed "$summary") + $(field Errors "$summary")))
        failed=$((failed + bad))
        skipped=$((skipped + $(field Skipped "$summary")))
        passed=$((passed + $(field Total "$summary") - $(field Failed "$summary") - $(field Skipped "$summary") - $(field 'Not Run' "$summary")))
    done
    rm -f "$log"
    failed=$((failed + broken))
    echo "$passed passed, $failed failed$([ "$skipped" = 0 ] || echo ", $skipped skipped")"
    [ "$failed" = 0 ]
}

# What reads the scripts for boards and shells, and the manual page, as their users do.
need_shells() {
    local program
    for program in bash zsh fish dash busybox mandoc; do need "command -v $program" "$program"; done
    need 'command -v man' man-db
    need 'command -v groff && ls /usr/share/groff/*/tmac/mdoc.tmac' groff-base
    need 'command -v systemd-analyze' systemd
    need 'test -e /sbin/mke2fs' e2fsprogs
}

# Root file systems of Debian with other init systems, and what boots them.
make_distros() {
    need 'command -v mmdebstrap' mmdebstrap
    if [ "$(uname -m)" = x86_64 ]; then need 'command -v qemu-system-x86_64' qemu-system-x86; fi
    cross/bed/distros.sh
}

field() {
    sed -nE "s/.*$1: ([0-9]+).*/\1/p" <<<"$2"
}

verb_bench() {
    need_sdk
    verb_publish "$(host_rid)" >/dev/null
    need 'command -v time' time
    need 'test -x /lib/systemd/systemd-pstore' systemd
    tests/Benchmarks/run.sh "$(host_rid)"
}

verb_clean() {
    rm -rf out src/*/bin src/*/obj tests/*/bin tests/*/obj
}

verb=${1:-help}
[ $# -eq 0 ] || shift
case $verb in
    run | test | kernel | publish | bench | clean) "verb_$verb" "$@" ;;
    help | -h | --help) usage ;;
    *)
        usage >&2
        fail "unknown verb '$verb'"
        ;;
esac
