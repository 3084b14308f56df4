# shellcheck shell=bash disable=SC2154
# What the emulated machine starts with: boot stub, device tree, busybox, and programs that read memory and watch a file.

guest_busybox() {
    local folder=$1
    apt_configure "$folder/apt" arm64 "$folder/status" ""
    apt_single "$folder/apt" "$folder/root" busybox-static
    mv "$folder/root/bin/busybox" "$folder/busybox" 2>/dev/null || mv "$folder/root/usr/bin/busybox" "$folder/busybox"
    rm -rf "$folder/apt" "$folder/root" "$folder/status"
}

guest_base() {
    local folder=$1 program
    aarch64-linux-gnu-gcc -c -o "$folder/stub.o" "$bed_source/stub.S"
    aarch64-linux-gnu-objcopy -O binary "$folder/stub.o" "$folder/stub.bin"
    rm "$folder/stub.o"
    for program in peek openings; do
        aarch64-linux-gnu-gcc -static -O2 -Wall -Wextra -Werror -s -o "$folder/$program" "$bed_source/$program.c"
    done
    bed_quiet "$folder/dumpdtb.log" "$bed_out/qemu-system-aarch64" -machine "virt,dumpdtb=$folder/base.dtb" \
        -cpu cortex-a72 -smp 2 -m 768M -nic none -display none
    # One seed for each boot would make each boot's addresses the same chance; a test that wants KASLR sets one.
    fdtput -d "$folder/base.dtb" /chosen kaslr-seed
    "$bed_source/initramfs.sh" "$folder/initramfs.cpio" "init=$bed_source/init" \
        "bin/busybox=$bed_cache/busybox-arm64/busybox" "bin/peek=$folder/peek" "bin/openings=$folder/openings"
}

guest_ensure() {
    local key
    bed_make "$bed_cache/busybox-arm64" guest_busybox
    key=$({
        cat "$bed_source"/{stub.S,peek.c,openings.c,init,guest.sh,initramfs.sh}
        "$bed_out/qemu-system-aarch64" --version
    } | bed_hash)
    bed_make "$bed_cache/guest-$key" guest_base
    bed_link guest "$bed_cache/guest-$key"
}
