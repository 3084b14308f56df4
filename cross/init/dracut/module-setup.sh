#!/bin/bash
# shellcheck disable=SC2154 # dracut sets moddir and initdir
# Puts the agent into the initramfs, and has the region saved before any module is loaded.

check() {
    require_binaries /usr/bin/pstore-agent || return 1
    return 0
}

depends() {
    return 0
}

install() {
    inst_binary /usr/bin/pstore-agent
    inst_hook cmdline 00 "$moddir/pstore-agent-dump.sh"
    # Where systemd runs the hooks it would load modules beside them.
    mkdir -p "$initdir/etc/systemd/system/systemd-modules-load.service.d"
    printf '[Unit]\nAfter=dracut-cmdline.service\n' >"$initdir/etc/systemd/system/systemd-modules-load.service.d/pstore-agent.conf"
}
