#!/bin/sh
# The tests look at the report in a real Chromium and at the PDF as pictures, and let system calls fail with strace. Names what is missing and how to get it.
set -eu
missing=""
command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 || missing="$missing chromium"
command -v strace >/dev/null 2>&1 || missing="$missing strace"
[ -z "$missing" ] && exit 0
printf '%s\n' "The tests need:$missing" "Debian: sudo apt-get install$missing" "Then run make test again." >&2
exit 1
