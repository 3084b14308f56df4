#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR
# make.sh [--all]: makes what the emulated board needs, in the cache, and links it to out/bed. Called by build.sh.
#   --all                 more kernels too, as far as they can be had
#   --matrix NAME SUITE   one of those only
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
# shellcheck source=common.sh
. ./common.sh
# shellcheck source=apt.sh
. ./apt.sh
# shellcheck source=kernel.sh
. ./kernel.sh
# shellcheck source=qemu.sh
. ./qemu.sh
# shellcheck source=guest.sh
. ./guest.sh
# shellcheck source=matrix.sh
. ./matrix.sh

case ${1:-} in
    "" | --all)
        qemu_ensure
        guest_ensure
        kernel_ensure
        [ "${1:-}" = "" ] || matrix_all
        ;;
    --matrix) matrix_one "$2" "$3" ;;
    *) bed_fail "make.sh takes --all or nothing" ;;
esac
