#!/usr/bin/env bash
# Builds .venv with the tested packages, and leaves it alone while it is up to date.
set -euo pipefail
cd "$(dirname "$0")/../.."

python=${PYTHON:-python3}
venv=.venv
stamp=$venv/manul-set-up
log=$venv/manul-set-up.log

fail() {
    echo "$1" >&2
    exit 1
}

# What the environment was built for. It holds absolute paths, so a moved folder needs a new one.
wanted() {
    echo "$PWD"
    cat pyproject.toml constraints.txt | cksum
}

runs() {
    "$venv/bin/python" -c "import pip" 2>/dev/null
}

moved() {
    [[ -f $stamp && $(head -n 1 "$stamp") != "$PWD" ]]
}

check_python() {
    command -v "$python" >/dev/null ||
        fail "Manul needs Python 3.11 or newer, and there is no $python here: install python3."
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
        fail "Manul needs Python 3.11 or newer; $("$python" --version 2>&1) is too old. With another one: make setup PYTHON=python3.12"
    "$python" -c 'import ensurepip, venv' 2>/dev/null ||
        fail "Python cannot make virtual environments here: install python3-venv."
}

# pip is silent for minutes or says too much; this is the part worth watching.
progress() {
    sed -u -n -E \
        -e 's/^ *Downloading ([^ ]+)-([0-9][^- ]*)-[^ ]+ \(([0-9]{2,}\.[0-9]+ MB|[0-9.]+ GB)\).*/  \1 \2, \3/p' \
        -e 's/^Installing collected packages.*/  unpacking/p'
}

if runs && [[ -f $stamp && $(<"$stamp") == "$(wanted)" ]]; then
    exit 0
fi

if ! runs || moved; then
    check_python
    echo "Building Manul's Python environment in $venv; the first time takes some minutes."
    "$python" -m venv --clear "$venv"
else
    echo "Bringing Manul's Python environment in $venv up to date."
fi

rm -f "$stamp"
"$venv/bin/python" -u -m pip install --disable-pip-version-check --no-input \
    -c constraints.txt -e '.[desktop,engine,dev]' 2>&1 | tee "$log" | progress ||
    fail "$(grep -i -E '^ *error' "$log" | tail -n 3)
Setting up failed; the details are in $log. When that is mended, run make setup again."
wanted >"$stamp"
