#!/bin/sh
# Removes Manul, its engines, its settings and what it downloaded; concepts only with --concepts.
set -eu
data=${XDG_DATA_HOME:-$HOME/.local/share}
app=$data/manul/app

if [ -x "$app/window/bin/python3" ]; then
    "$app/window/bin/python3" -I -m desktop --remove-my-files "$@"
fi
rm -f "$HOME/.local/bin/manul" "$data/applications/manul.desktop" \
    "$data/icons/hicolor/scalable/apps/manul.svg"
rm -rf "$app"
rmdir "$data/manul" 2>/dev/null || true
echo "Manul is removed."
