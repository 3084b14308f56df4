# shellcheck shell=bash disable=SC2154
# Other kernels than the release's own, for `./build.sh test --all-kernels`: what an agent may meet on a board.
# Each is made by a process of its own, and one that can't be had leaves its reason in place of a kernel.

# "NAME SUITE…": the suites are tried in this order; "-" is the system's own.
matrix_kernels=(
    "5.10 bullseye"
    "6.1 bookworm"
    "6.12 trixie"
    "newest sid trixie-backports"
    "debian - trixie"
)

# Raise it when matrix_prebuilt changes in what it makes.
matrix_prebuilt_recipe=1
# What a board of the bed needs beyond Debian's vmlinuz: its disks, and the driver with what it depends on.
matrix_modules=(virtio_mmio virtio_blk ramoops)

matrix_all() {
    local line words name suite log status reason
    mkdir -p "$bed_out/kernels/matrix"
    log=$(mktemp)
    for line in "${matrix_kernels[@]}"; do
        read -ra words <<<"$line"
        name=${words[0]}
        rm -f "$bed_out/kernels/matrix/$name" "$bed_out/kernels/matrix/$name.missing"
        reason=
        for suite in "${words[@]:1}"; do
            status=0
            "$bed_source/make.sh" --matrix "$name" "$suite" 2>&1 | tee "$log" >&2 || status=${PIPESTATUS[0]}
            if [ "$status" = 0 ]; then
                reason=
                break
            fi
            # Stopped, and not failed.
            [ "$status" -lt 128 ] || exit "$status"
            reason+=${reason:+; }$(grep -v '^[[:space:]]*$' "$log" | tail -n 1 | sed 's/^kernel: //')
        done
        [ -z "$reason" ] || {
            echo "$reason" >"$bed_out/kernels/matrix/$name.missing"
            bed_say "no kernel '$name', and its tests are skipped: $reason"
        }
    done
    rm -f "$log"
}

# matrix_one NAME SUITE
matrix_one() {
    local name=$1 suite=$2 series="" core tarball version folder
    [ "$suite" != - ] || suite=
    if [ "$name" = debian ]; then
        folder=$bed_cache/prebuilt/${suite:-$(apt_codename)}-$matrix_prebuilt_recipe
        bed_make "$folder" matrix_prebuilt "$suite"
        bed_link "kernels/matrix/$name" "$folder"
        bed_say "$(cat "$folder/version"), as Debian builds it"
        return
    fi
    core=$(readlink -f "$bed_out/kernels/full")
    if [[ $(cat "$core/../version") == "$name".* ]]; then
        bed_link "kernels/matrix/$name" "$core"
        return
    fi
    [ "$name" = newest ] || series=$name
    read -r tarball version < <(kernel_download "$suite" "$series")
    [ -n "${version:-}" ] || exit 1
    folder=$(kernel_folder "$version" full)
    bed_make "$folder" kernel_build "$tarball" full
    bed_link "kernels/matrix/$name" "$folder/full"
    bed_say "Linux $(cat "$folder/version"): full"
}

# matrix_prebuilt FOLDER SUITE: Debian's own kernel, with a second initramfs that holds modules in loading order.
matrix_prebuilt() {
    local folder=$1 suite=$2 package part tree modules words module
    apt_configure "$folder/apt" arm64 "$folder/status" "$suite"
    package=$(matrix_depends "$folder" linux-image-arm64 image)
    [ -n "$package" ] || bed_fail "no linux-image-arm64 in ${suite:-$(apt_codename)}"
    bed_say "downloading $package of ${suite:-$(apt_codename)}"
    tree=$folder/root
    # From 7 on the kernel and its modules are packages of their own, and it lies among them and not in /boot.
    for part in "$package" $(matrix_depends "$folder" "$package" 'binary|modules|base'); do
        apt_single "$folder/apt" "$tree" "$part"
    done
    modules=$(find "$tree" -path '*/lib/modules' -type d | head -n 1)
    matrix_image "$(find "$tree" -type f -name 'vmlinuz*' | head -n 1)" "$folder/Image"
    mkdir "$folder/modules"
    for module in "${matrix_modules[@]}"; do matrix_module "$modules" "$folder/modules" "$module"; done
    words=()
    for module in "$folder"/modules/*.ko; do words+=("modules/$(basename "$module")=$module"); done
    "$bed_source/initramfs.sh" "$folder/modules.cpio" "${words[@]}"
    # The modules' folder is named after the release, which does not hold the version of what it was built from.
    echo "$package $(APT_CONFIG=$folder/apt/apt.conf apt-cache show "$package" | sed -n 's/^Version: //p' | head -n 1)" >"$folder/version"
    rm -rf "$folder/apt" "$folder/status" "$tree" "$folder/modules"
}

# matrix_depends FOLDER PACKAGE KINDS: what it depends on, of the packages named after one kernel.
matrix_depends() {
    APT_CONFIG=$1/apt/apt.conf apt-cache depends "$2" | sed -nE "s/^ *Depends: (linux-($3)-[0-9].*)/\\1/p"
}

# matrix_image VMLINUZ TARGET: the plain Image, out of gzip or out of the EFI program that unpacks itself.
matrix_image() {
    local file=$1 target=$2 offset size method
    if [ "$(matrix_bytes "$file" 56 4)" = ARMd ]; then
        cp "$file" "$target"
    elif [ "$(matrix_bytes "$file" 4 4)" = zimg ]; then
        offset=$(od -An -tu4 -j 8 -N 4 "$file" | tr -d ' ')
        size=$(od -An -tu4 -j 12 -N 4 "$file" | tr -d ' ')
        method=$(matrix_bytes "$file" 24 8)
        tail -c "+$((offset + 1))" "$file" | head -c "$size" >"$target.packed"
        # It may end in its unpacked size, which the program takes for trailing garbage.
        matrix_unpack "$method" "$target.packed" "$target" || [ -s "$target" ]
        rm "$target.packed"
    else
        matrix_unpack gzip "$file" "$target"
    fi
    [ "$(matrix_bytes "$target" 56 4)" = ARMd ] || bed_fail "$(basename "$file") holds no arm64 Image"
}

matrix_bytes() { tail -c "+$(($2 + 1))" "$1" 2>/dev/null | head -c "$3" | tr -d '\0'; }

# matrix_unpack METHOD FILE TARGET
matrix_unpack() {
    local method=$1 file=$2 target=$3 program
    case $method in
        gzip) program=gzip ;;
        xz | xzkern) program=xz ;;
        zstd | zstd22) program=zstd ;;
        *) bed_fail "a kernel packed as '$method' can't be unpacked here" ;;
    esac
    command -v "$program" >/dev/null || bed_fail "missing: $program (a Debian package), to unpack Debian's kernel"
    "$program" -dc <"$file" >"$target" 2>/dev/null
}

# matrix_module TREE TARGET NAME: the module and, before it, all that it depends on, numbered as they have to be loaded.
matrix_module() {
    local tree=$1 target=$2 name=$3 file needed number
    ! compgen -G "$target/[0-9]*-$name.ko" >/dev/null || return 0
    file=$(find "$tree" -regex ".*/${name//_/[-_]}\.ko\(\.[a-z]+\)?" | head -n 1)
    if [ -z "$file" ]; then
        grep -qE "/${name//_/[-_]}\.ko$" "$tree"/*/modules.builtin && return
        bed_fail "Debian's kernel has no $name"
    fi
    case $file in
        *.ko) cp "$file" "$target/$name.new" ;;
        *.ko.xz) matrix_unpack xz "$file" "$target/$name.new" ;;
        *.ko.gz) matrix_unpack gzip "$file" "$target/$name.new" ;;
        *.ko.zst) matrix_unpack zstd "$file" "$target/$name.new" ;;
        *) bed_fail "$(basename "$file") is packed in an unknown way" ;;
    esac
    for needed in $(tr '\0' '\n' <"$target/$name.new" | sed -n 's/^depends=//p' | tr ',' ' '); do
        matrix_module "$tree" "$target" "${needed//-/_}"
    done
    number=$(find "$target" -name '*.ko' | wc -l)
    mv "$target/$name.new" "$target/$(printf %02d "$number")-$name.ko"
}
