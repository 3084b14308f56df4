#!/usr/bin/env bash
# Builds the benchmarks as native files, as the agent is, and runs them. Usage: run.sh RID
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
rid=$1
for project in Benchmarks EmptyProgram; do
    dotnet publish "tests/$project" -r "$rid" -c Release -o "out/bench/$rid" --nologo -v quiet
done
run=(tests/fixtures "out/$rid/pstore-agent" "out/bench/$rid/EmptyProgram")

# systemd-pstore knows no folders but its own: it gets them from this namespace, as far as one may be had. In the second
# run all that is written lies on tmpfs.
# shellcheck disable=SC2016 # expanded by the inner shell
if unshare -m true 2>/dev/null; then
    unshare -m bash -c '
        mount -t tmpfs none /sys/fs && mkdir /sys/fs/pstore && export PSTORE_BENCH_FOLDER=/sys/fs/pstore
        mkdir -p /var/lib/systemd/pstore
        "$@" && echo || exit
        export PSTORE_BENCH_MEMORY=1
        work=$(mktemp -d) && mount -t tmpfs -o mode=700 none "$work" && mount -t tmpfs none /var/lib/systemd/pstore || exit
        TMPDIR=$work "${@:1:3}"; code=$?
        umount "$work" && rmdir "$work"
        exit $code' bench "out/bench/$rid/Benchmarks" "${run[@]}"
else
    "out/bench/$rid/Benchmarks" "${run[@]}"
fi
