# Shared by start.sh and stop.sh: where things are, who runs them. Sourced, never run.
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
kept="$root/.services"
port="${SERVICES_PG_PORT:-54329}"
redis_port="${SERVICES_REDIS_PORT:-56379}"
owner="$(id -un)"

say() { printf '%s\n' "$*"; }

refuse() {
  printf '%s\n' "$*" >&2
  exit 1
}

# PostgreSQL refuses to run as root: the account that Debian makes for it is taken then.
as_owner() {
  if [ "$(id -u)" -eq 0 ]; then
    setpriv --reuid=postgres --regid=postgres --init-groups -- env -i --chdir=/ PATH="$PATH" HOME=/ LC_ALL=C.UTF-8 "$@"
  else
    env LC_ALL=C.UTF-8 "$@"
  fi
}

# The folder of the database: in the checkout, unless its owner cannot come that far (a root-only home).
choose_data() {
  [ "$(id -u)" -eq 0 ] && owner=postgres
  if [ "$owner" != postgres ] || as_owner test -x "$root"; then
    data="$kept/postgresql"
  else
    data="/var/tmp/essor-connect-services-$(printf '%s' "$root" | cksum | cut -d' ' -f1)/postgresql"
  fi
}

find_postgresql() {
  local folder
  for folder in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -Vr) "$(dirname "$(command -v initdb || true)")"; do
    if [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ]; then
      postgresql="$folder"
      return 0
    fi
  done
  return 1
}

# Redis keeps nothing on disk: its folder holds its settings, its log and its process number.
redis_folder="$kept/redis"

redis_number() { cat "$redis_folder/redis.pid" 2>/dev/null || true; }

# Ours only: the number must still be that of a Redis, since a machine that started again gives numbers anew.
redis_running() {
  local number
  number="$(redis_number)"
  [ -n "$number" ] && kill -0 "$number" 2>/dev/null && grep -q redis "/proc/$number/comm" 2>/dev/null
}

running() { as_owner "$postgresql/pg_ctl" --pgdata "$data" status >/dev/null 2>&1; }
