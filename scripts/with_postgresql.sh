#!/bin/sh
# Runs a command with a PostgreSQL of its own, made for it and thrown away after it: sh scripts/with_postgresql.sh COMMAND...
# The command finds it in ROOTWISE_TEST_DATABASE. A socket in a private folder, no port; nothing of a PostgreSQL that runs here is touched.
set -eu
bin=$(find -L /usr/lib/postgresql -mindepth 3 -maxdepth 3 -name initdb 2>/dev/null | sort -V | tail -n 1)
bin=$(dirname "${bin:-$(command -v initdb || true)}")
if [ ! -x "$bin/initdb" ]; then
    printf '%s\n' "These tests need PostgreSQL." "Debian: sudo apt-get install postgresql" >&2
    exit 1
fi
place=$(mktemp -d)
as=""
if [ "$(id -u)" = 0 ]; then # PostgreSQL does not run as root
    as="runuser -u postgres --"
    chown postgres "$place"
fi
# shellcheck disable=SC2086 # $as is several words, or none
stop() {
    $as "$bin/pg_ctl" -D "$place/data" -m immediate -w stop >/dev/null 2>&1 || true
    rm -rf "$place"
}
trap stop EXIT
trap 'exit 130' INT TERM
cd "$place"
$as "$bin/initdb" -D "$place/data" -U rootwise --auth=trust --encoding=UTF8 --locale=C.UTF-8 >/dev/null
$as "$bin/pg_ctl" -D "$place/data" -w -l "$place/log" -o "-k $place -c listen_addresses= -c max_connections=60" start >/dev/null
cd "$OLDPWD"
$as "$bin/createdb" -h "$place" -U rootwise rootwise
ROOTWISE_TEST_DATABASE="postgresql://rootwise@/rootwise?host=$place" "$@"
