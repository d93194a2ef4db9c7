#!/bin/sh
# Installs Manul's window for the user who starts this; needs Python 3.11, 3.12 or 3.13, no root.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
data=${XDG_DATA_HOME:-$HOME/.local/share}
app=$data/manul/app

fail() {
    echo "$1" >&2
    exit 1
}

fits() {
    command -v "$1" >/dev/null && "$1" -I -c \
        'import sys; sys.exit(not ((3, 11) <= sys.version_info < (3, 14) and sys.maxsize > 2**32))'
}

python=
for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11; do
    if fits "$candidate"; then
        python=$("$candidate" -I -c 'import sys; print(sys._base_executable or sys.executable)')
        break
    fi
done
[ -n "$python" ] || fail "Manul needs Python 3.11, 3.12 or 3.13, and found none: install python3, or name one: PYTHON=/path/to/python3 ./install.sh"

mkdir -p "$data/manul"
rm -rf "$app.new"
cp -a "$here/manul" "$app.new"
mkdir "$app.new/window/bin"
ln -s "$python" "$app.new/window/bin/python3"
printf 'home = %s\ninclude-system-site-packages = false\n' "$(dirname "$python")" >"$app.new/window/pyvenv.cfg"
cp "$here/uninstall.sh" "$app.new/"
"$app.new/window/bin/python3" -I -c 'import PySide6.QtWidgets' 2>"$app.new/problem" || {
    cat "$app.new/problem" >&2
    rm -rf "$app.new"
    fail "Qt's system libraries are missing: on Debian and Ubuntu, ask for libgl1 libegl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libxcb-cursor0."
}
rm -f "$app.new/problem"
"$app.new/window/bin/python3" -I -m compileall -q "$app.new/window/lib/python3.11" || true

rm -rf "$app"
mv "$app.new" "$app"
mkdir -p "$HOME/.local/bin" "$data/applications" "$data/icons/hicolor/scalable/apps"
printf '#!/bin/sh\nexec "%s" -I -m desktop "$@"\n' "$app/window/bin/python3" >"$HOME/.local/bin/manul"
chmod 755 "$HOME/.local/bin/manul"
sed "s|^Exec=manul|Exec=\"$HOME/.local/bin/manul\"|" "$here/manul.desktop" >"$data/applications/manul.desktop"
cp "$here/manul.svg" "$data/icons/hicolor/scalable/apps/manul.svg"
echo "Manul is installed: start it from the menu, or with $HOME/.local/bin/manul"
echo "To remove it: $app/uninstall.sh"
