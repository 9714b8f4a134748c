#!/usr/bin/env bash
# Stops the PostgreSQL that start.sh started, by the process number it wrote; the data stay for the next time.
set -euo pipefail
# shellcheck source=deploy/services/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

find_postgresql || refuse "PostgreSQL is not installed: nothing to stop."
choose_data
if running; then
  as_owner "$postgresql/pg_ctl" --pgdata "$data" --mode fast --wait stop >/dev/null
  say "PostgreSQL is stopped."
else
  say "PostgreSQL was not running."
fi
rm -f "$kept/database_url"
