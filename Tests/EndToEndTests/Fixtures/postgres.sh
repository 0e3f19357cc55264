#!/usr/bin/env bash
# Starts a PostgreSQL server in a temporary folder, prints the folder of its socket, and stops it at the end of standard input.
set -eu
bin=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -1)
# The path of a socket is limited to 107 bytes, so the folder is not in TMPDIR.
folder=$(mktemp -d /tmp/tidemark-postgres.XXXXXX)
as=()
if [ "$(id -u)" = 0 ]; then
  # The server does not run as root.
  chown postgres "$folder"
  as=(runuser -u postgres --)
fi
cd /
stop() {
  "${as[@]}" "$bin/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null 2>&1 || true
  rm -rf "$folder"
}
trap stop EXIT
"${as[@]}" "$bin/initdb" -D "$folder/data" -A trust -U tidemark --no-sync --no-locale --encoding UTF8 >/dev/null
"${as[@]}" "$bin/pg_ctl" -D "$folder/data" -l "$folder/log" -w start \
  -o "-k $folder -c listen_addresses= -c fsync=off -c full_page_writes=off" >/dev/null </dev/null
echo "$folder"
cat >/dev/null
