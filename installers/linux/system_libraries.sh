#!/usr/bin/env bash
# Installs what Qt and the tests of the window need from Debian or Ubuntu, where that is missing;
# with "installers", what the long proofs of the installers need.
set -euo pipefail

packages=(
    # Qt itself, also without a screen
    libgl1 libegl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libglib2.0-0
    # a real window under X11
    libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxcb-randr0
    libxcb-xkb1
    # without a font every letter is an empty box, and nothing complains
    fonts-dejavu-core
    # the tests' own screen and hands
    xvfb xauth xdotool
)
purpose="The window needs system libraries"
without="training goes on without them. For the window"
if [[ ${1:-} == installers ]]; then
    # Manul-Setup.exe, a Windows to try it in, and a fresh Debian for the package
    packages=(nsis wine wine64 mmdebstrap)
    purpose="The proofs of the installers need programs"
    without="what needs them is skipped. For all of it"
fi

# Newer releases spell libraries with 64-bit time "NAMEt64"; dpkg-query fails for the other name.
installed() {
    local states
    states=$(dpkg-query --show --showformat='${db:Status-Abbrev}\n' "$1" "$1t64" 2>/dev/null) || true
    [[ $states == *ii* ]]
}

if ! command -v dpkg-query apt-get >/dev/null; then
    echo "Not Debian or Ubuntu: see that Qt 6's libraries and a font are there (${packages[0]} and so on)."
    exit 0
fi

missing=()
for package in "${packages[@]}"; do
    installed "$package" || missing+=("$package")
done
if ((${#missing[@]} == 0)); then
    exit 0
fi

if ((EUID == 0)); then
    as_root=()
elif command -v sudo >/dev/null && sudo --non-interactive true 2>/dev/null; then
    as_root=(sudo --non-interactive)
else
    echo "$purpose; please run: sudo apt-get install ${missing[*]}"
    exit 0
fi

echo "Installing: ${missing[*]}"
get() {
    ${as_root[@]+"${as_root[@]}"} env DEBIAN_FRONTEND=noninteractive \
        apt-get -qq -o DPkg::Lock::Timeout=120 "$@" </dev/null
}
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { get update && get install --yes --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
    tail -n 5 "$log" >&2
    echo "That did not work; $without: sudo apt-get install ${missing[*]}" >&2
fi
