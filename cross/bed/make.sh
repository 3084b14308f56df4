#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR
# make.sh: makes what the emulated board needs, in the cache, and links it to out/bed. Called by build.sh.
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

qemu_ensure
guest_ensure
kernel_ensure
