# shellcheck shell=bash disable=SC2154
# arm64 kernels out of Debian's linux-source packages.

# Raise it when the recipe below changes in what it makes.
kernel_recipe=1
kernel_flavors=(full nostrict nopstore)

# Prints "TARBALL VERSION" of the installed kernel source package, else of one downloaded for this release.
kernel_source() {
    local tarball package
    tarball=$(find /usr/src -maxdepth 1 -name 'linux-source-*.tar.xz' 2>/dev/null | sort -V | tail -n 1)
    if [ -n "$tarball" ]; then
        package=$(basename "$tarball" .tar.xz)
        echo "$tarball $(dpkg-query -W -f '${Version}' "$package" 2>/dev/null || stat -c %s-%Y "$tarball")"
        return
    fi
    kernel_download ""
}

# kernel_download SUITE [SERIES]: a source package of another suite ("" is the system's own), the newest there or 5.10's.
kernel_download() {
    local folder
    folder=$bed_cache/sources/${1:-$(apt_codename)}
    bed_make "$folder" kernel_fetch "$1" "${2:-}"
    echo "$folder/source.tar.xz $(cat "$folder/version")"
}

kernel_fetch() {
    local folder=$1 suite=${2:-$(apt_codename)} series="[0-9.]+" package
    [ -z "$3" ] || series=${3//./\\.}
    apt_configure "$folder/apt" "$(dpkg --print-architecture)" "$folder/status" "$2"
    package=$(APT_CONFIG=$folder/apt/apt.conf apt-cache search --names-only "^linux-source-$series\$" | cut -d ' ' -f 1 | sort -V | tail -n 1)
    [ -n "$package" ] || bed_fail "no package linux-source${3:+-$3} in $suite"
    bed_say "downloading $package of $suite"
    APT_CONFIG=$folder/apt/apt.conf apt-cache show "$package" | sed -n 's/^Version: //p' | head -n 1 >"$folder/version"
    apt_single "$folder/apt" "$folder/root" "$package"
    mv "$folder"/root/usr/src/linux-source-*.tar.xz "$folder/source.tar.xz"
    rm -rf "$folder/apt" "$folder/root" "$folder/status"
}

# kernel_build FOLDER TARBALL FLAVOR…: the first is built whole, each other one from a copy of its objects.
kernel_build() {
    local folder=$1 tarball=$2 work=$1/work tree first=$3 flavor
    shift 2
    mkdir -p "$work/tree"
    bed_say "unpacking $(basename "$tarball")"
    tar -xJf "$tarball" -C "$work/tree" --strip-components 1
    tree=$work/tree
    kernel_make "$tree" -s kernelversion >"$folder/version"
    bed_say "building Linux $(cat "$folder/version"), $first: some minutes"
    for flavor in "$@"; do
        if [ "$flavor" != "$first" ]; then
            bed_say "building Linux $(cat "$folder/version"), $flavor"
            cp -a "$work/$first" "$work/$flavor"
        fi
        kernel_flavor "$tree" "$work/$flavor" "$flavor"
        mkdir "$folder/$flavor"
        cp "$work/$flavor/arch/arm64/boot/Image" "$work/$flavor/System.map" "$folder/$flavor/"
        cp "$work/$flavor/.config" "$folder/$flavor/config"
    done
    rm -rf "$work"
}

# kernel_flavor TREE OBJECTS FLAVOR
kernel_flavor() {
    local tree=$1 objects=$2 fragment
    mkdir -p "$objects"
    fragment=$(kernel_fragment "$tree" "$3")
    echo "$fragment" >"$objects.fragment"
    bed_quiet "$objects.log" kernel_make "$tree" O="$objects" KCONFIG_ALLCONFIG="$objects.fragment" allnoconfig
    kernel_check "$objects.fragment" "$objects/.config"
    bed_quiet "$objects.log" kernel_make "$tree" O="$objects" -j"$(nproc)" Image || bed_fail "Linux $(basename "$objects") does not build"
}

# The build's own name and time are fixed: two builds of one source give the same banner.
kernel_make() {
    local tree=$1
    shift
    make -C "$tree" ARCH=arm64 CROSS_COMPILE=aarch64-linux-gnu- \
        KBUILD_BUILD_USER=bed KBUILD_BUILD_HOST=bed KBUILD_BUILD_TIMESTAMP='Thu Jan 1 00:00:00 UTC 1970' "$@"
}

# kernel_fragment TREE FLAVOR: the lines that this tree knows; a flavor's own lines replace those of full.
kernel_fragment() {
    local drop='^$'
    if [ "$2" = nopstore ]; then drop='^CONFIG_\(MTD_\)\?PSTORE'; fi
    {
        cat "$bed_source/kernel-full.config"
        kernel_optional "$1"
    } | grep -v "$drop" | kernel_override "$2"
}

kernel_optional() {
    {
        find "$1" -name 'Kconfig*' -type f -exec cat {} +
        echo end of Kconfig
        cat "$bed_source/kernel-optional.config"
    } | awk -F '[ =]' '
        /^end of Kconfig$/ { end = 1; next }
        !end && $1 ~ /^(menu)?config$/ { name = "CONFIG_" $2; known[name] = 1 }
        !end && /^[ \t]+depends on BROKEN$/ { delete known[name] }
        end && $1 in known'
}

kernel_override() {
    local own=$bed_source/kernel-$1.config
    if [ "$1" = full ]; then
        cat
        return
    fi
    awk 'function name(line) { return match(line, /CONFIG_[A-Z0-9_]+/) ? substr(line, RSTART, RLENGTH) : "" }
         NR == FNR { own[name($0)] = 1; text = text $0 "\n"; next }
         name($0) == "" || !(name($0) in own)
         END { printf "%s", text }' "$own" -
}

# kernel_check FRAGMENT CONFIG: an option that Kconfig dropped silently is an error here.
kernel_check() {
    local line missing=()
    while IFS= read -r line; do
        case $line in
            CONFIG_*) grep -qxF "$line" "$2" || missing+=("$line") ;;
            '# CONFIG_'*) ! grep -q "^$(sed -E 's/^# (CONFIG_[A-Z0-9_]+).*/\1/' <<<"$line")=" "$2" || missing+=("$line") ;;
        esac
    done <"$1"
    [ ${#missing[@]} = 0 ] || bed_fail "these options did not take effect: ${missing[*]}"
}

# kernel_folder VERSION FLAVOR…: where kernels of this source and these fragments are kept.
kernel_folder() {
    local version=$1 key
    shift
    key=$({
        echo "$kernel_recipe $*"
        cat "$bed_source"/kernel-*.config
        aarch64-linux-gnu-gcc --version | head -n 1
    } | bed_hash)
    echo "$bed_cache/kernels/$version-$key"
}

kernel_ensure() {
    local tarball version folder flavor
    read -r tarball version < <(kernel_source)
    [ -n "${version:-}" ] || bed_fail "no kernel source: install linux-source"
    folder=$(kernel_folder "$version" "${kernel_flavors[@]}")
    bed_make "$folder" kernel_build "$tarball" "${kernel_flavors[@]}"
    for flavor in "${kernel_flavors[@]}"; do bed_link "kernels/$flavor" "$folder/$flavor"; done
    bed_say "Linux $(cat "$folder/version"): ${kernel_flavors[*]}"
}
