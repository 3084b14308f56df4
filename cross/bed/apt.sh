# shellcheck shell=bash
# Packages of other suites and architectures, without touching the system: apt with folders of its own.

# The system's Debian sources, one "URI SUITE COMPONENT OPTIONS" a line, from both formats of source lists.
apt_sources() {
    local list
    for list in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
        [ ! -f "$list" ] || awk '
            $1 == "deb" {
                line = $0; options = ""
                if (match(line, /\[[^]]*\]/)) {
                    options = substr(line, RSTART + 1, RLENGTH - 2)
                    line = substr(line, 1, RSTART - 1) substr(line, RSTART + RLENGTH)
                }
                split(line, word, /[ \t]+/)
                signed = ""
                if (match(options, /signed-by=[^ ]+/)) signed = substr(options, RSTART, RLENGTH)
                print word[2], word[3], word[4], signed
            }' "$list"
    done
    for list in /etc/apt/sources.list.d/*.sources; do
        [ ! -f "$list" ] || awk -v RS= '
            {
                count = split($0, line, "\n"); delete field; name = ""
                for (i = 1; i <= count; i++) {
                    if (line[i] ~ /^#/) continue
                    if (line[i] ~ /^[ \t]/) { field[name] = field[name] " " line[i]; continue }
                    name = tolower(substr(line[i], 1, index(line[i], ":") - 1))
                    field[name] = substr(line[i], index(line[i], ":") + 1)
                }
                if ((" " field["types"] " ") !~ / deb / || field["enabled"] ~ /no/) next
                split(field["components"], component, " ")
                signed = field["signed-by"]; gsub(/^[ \t]+|[ \t]+$/, "", signed)
                if (signed !~ /^\//) signed = ""; else signed = "signed-by=" signed
                uris = split(field["uris"], uri, " "); suites = split(field["suites"], suite, " ")
                for (u = 1; u <= uris; u++) for (s = 1; s <= suites; s++) print uri[u], suite[s], component[1], signed
            }' "$list"
    done
}

apt_codename() {
    # shellcheck source=/dev/null
    (. /etc/os-release && echo "${VERSION_CODENAME:-}")
}

# apt_configure FOLDER ARCHITECTURE STATUS SUITE…: an apt configuration that knows these suites only.
# They are looked for where the system's own release comes from; SUITE "" is that release itself.
apt_configure() {
    local folder=$1 architecture=$2 status=$3 codename uri suite component options extra
    shift 3
    codename=$(apt_codename)
    mkdir -p "$folder/state/lists/partial" "$folder/cache/archives/partial"
    [ -e "$status" ] || : >"$status"
    : >"$folder/sources.list"
    while read -r uri suite component options; do
        [ "$suite" = "$codename" ] || continue
        for extra in "$@"; do
            echo "deb [arch=$architecture${options:+ $options}] $uri ${extra:-$codename} $component" >>"$folder/sources.list"
        done
    done < <(apt_sources)
    [ -s "$folder/sources.list" ] || bed_fail "no apt source for '$codename' on this machine, so other packages can't be found"
    cat >"$folder/apt.conf" <<CONF
Dir::State "$folder/state";
Dir::State::status "$status";
Dir::Cache "$folder/cache";
Dir::Etc::SourceList "$folder/sources.list";
Dir::Etc::SourceParts "/dev/null";
APT::Architecture "$architecture";
APT::Architectures { "$architecture"; };
APT::Sandbox::User "$(id -un)";
APT::Install-Recommends "false";
Debug::NoLocking "true";
Acquire::Languages "none";
Acquire::Retries "3";
CONF
    APT_CONFIG=$folder/apt.conf bed_quiet "$folder/update.log" apt-get update -qq
}

# apt_unpack FOLDER TARGET PACKAGE…: downloads the packages and all they need beyond STATUS, and unpacks them.
apt_unpack() {
    local folder=$1 target=$2 archive
    shift 2
    APT_CONFIG=$folder/apt.conf bed_quiet "$folder/install.log" apt-get install -qq -y --download-only "$@"
    for archive in "$folder"/cache/archives/*.deb; do
        [ -f "$archive" ]
        dpkg -x "$archive" "$target"
    done
}

# apt_single FOLDER TARGET PACKAGE: downloads and unpacks this package alone.
apt_single() {
    local folder=$1 target=$2 package=$3
    (cd "$folder/cache" && APT_CONFIG=$folder/apt.conf bed_quiet "$folder/download.log" apt-get download -qq "$package")
    dpkg -x "$folder"/cache/*.deb "$target"
    rm -f "$folder"/cache/*.deb
}
