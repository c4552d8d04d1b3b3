#!/bin/sh
# Makes .venv with uv in it. Needs Python >= 3.11 with venv and pip; names the missing system package otherwise.
set -eu
python=${PYTHON:-python3}
say() { printf '%s\n' "$@" >&2; }

if ! command -v "$python" >/dev/null 2>&1; then
    say "Rootwise needs Python 3.11 or newer, and there is no $python here." \
        "Debian and Ubuntu: sudo apt-get install python3 python3-venv"
    exit 1
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    say "Rootwise needs Python 3.11 or newer; $python is $("$python" -c 'import platform; print(platform.python_version())')." \
        "If a newer one is here under another name: make PYTHON=python3.12 run"
    exit 1
fi
if ! "$python" -c 'import venv, ensurepip' >/dev/null 2>&1; then
    say "This Python cannot make environments: the package python3-venv is missing." \
        "Debian and Ubuntu: sudo apt-get install python3-venv"
    exit 1
fi
[ -x .venv/bin/uv ] && exit 0
say "Setting up .venv (once) ..."
"$python" -m venv .venv
.venv/bin/python -m pip --quiet --disable-pip-version-check install 'uv>=0.8,<1' >&2
