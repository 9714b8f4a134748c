#!/usr/bin/env bash
# Stops what start.sh started, by the process numbers they wrote; PostgreSQL's data stay for the next time.
set -euo pipefail
# shellcheck source=deploy/services/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

if redis_running; then
  number="$(redis_number)"
  kill -TERM "$number"
  for _ in $(seq 50); do
    redis_running || break
    sleep 0.1
  done
  redis_running && refuse "Redis did not stop (process $number)."
  say "Redis is stopped."
else
  say "Redis was not running."
fi
rm -f "$kept/redis_url"

find_postgresql || refuse "PostgreSQL is not installed: nothing to stop."
choose_data
if running; then
  as_owner "$postgresql/pg_ctl" --pgdata "$data" --mode fast --wait stop >/dev/null
  say "PostgreSQL is stopped."
else
  say "PostgreSQL was not running."
fi
rm -f "$kept/database_url"
