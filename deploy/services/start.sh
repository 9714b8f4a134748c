#!/usr/bin/env bash
# Installs and starts the real services that the suite runs against: PostgreSQL and Redis; installs Chromium.
# Safe to run again: what is installed stays, what runs stays running. Nothing is started outside .services.
set -euo pipefail
# shellcheck source=deploy/services/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

install_packages() {
  local missing=()
  find_postgresql || missing+=(postgresql)
  command -v redis-server >/dev/null || missing+=(redis-server)
  command -v chromium >/dev/null || missing+=(chromium)
  [ "${#missing[@]}" -eq 0 ] && return 0
  command -v apt-get >/dev/null ||
    refuse "These services need Debian's packages (${missing[*]}), and apt-get is not on this machine."
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    sudo -n true 2>/dev/null || refuse "Install these packages as root first: apt-get install ${missing[*]}"
    as_root=(sudo -n)
  fi
  say "Installing ${missing[*]}…"
  local log
  log="$(mktemp)"
  { "${as_root[@]}" apt-get -qq update && "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get -qq install --yes --no-install-recommends "${missing[@]}"; } >"$log" 2>&1 </dev/null || {
    tail -n 20 "$log" >&2
    refuse "Debian's packages could not be installed: ${missing[*]}."
  }
  rm -f "$log"
  find_postgresql || refuse "PostgreSQL was installed, but its programs are not where Debian puts them."
}

initialise() {
  [ -f "$data/PG_VERSION" ] && return 0
  say "Making the database…"
  local secret
  secret="$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')"
  install -d -m 0755 "$(dirname "$data")"
  install -d -m 0700 -o "$owner" "$data"
  local given
  given="$(mktemp)"
  printf '%s\n' "$secret" >"$given"
  chown "$owner" "$given"
  as_owner "$postgresql/initdb" --pgdata "$data" --username essor --pwfile "$given" \
    --auth scram-sha-256 --encoding UTF8 --locale C.UTF-8 >/dev/null
  rm -f "$given"
  (umask 077 && printf '%s\n' "$secret" >"$(dirname "$data")/password")
  # Durability costs half the time of a suite, and nothing here outlives it.
  as_owner tee -a "$data/postgresql.conf" >/dev/null <<SETTINGS
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
fsync = off
synchronous_commit = off
full_page_writes = off
jit = off
SETTINGS
}

start() {
  if ! running; then
    say "Starting PostgreSQL on port $port…"
    as_owner "$postgresql/pg_ctl" --pgdata "$data" --log "$data/server.log" --wait --timeout 60 \
      --options "-p $port -c max_connections=150" start >/dev/null </dev/null || {
      as_owner tail -n 5 "$data/server.log" >&2
      refuse "PostgreSQL did not start on port $port: is it taken? Choose another with SERVICES_PG_PORT."
    }
  fi
  # The port of the one that runs, which may have been started with another than asked for now.
  port="$(as_owner sed -n 4p "$data/postmaster.pid" | tr -d '[:space:]')"
  (umask 077 && printf 'postgres://essor:%s@127.0.0.1:%s/postgres\n' "$(cat "$(dirname "$data")/password")" "$port" >"$kept/database_url")
}

start_redis() {
  local folder="$redis_folder" secret
  if ! redis_running; then
    say "Starting Redis on port $redis_port…"
    install -d -m 0700 "$folder"
    rm -f "$folder/redis.pid"
    secret="$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')"
    (umask 077 && cat >"$folder/redis.conf" <<SETTINGS
bind 127.0.0.1
port $redis_port
requirepass $secret
databases 1024
save ""
appendonly no
daemonize yes
pidfile "$folder/redis.pid"
logfile "$folder/server.log"
dir "$folder"
SETTINGS
    )
    redis-server "$folder/redis.conf" >/dev/null </dev/null || refuse "Redis did not start: see $folder/server.log."
  fi
  # Of the one that runs, which may have been started on another port than asked for now.
  redis_port="$(sed -n 's/^port //p' "$folder/redis.conf")"
  secret="$(sed -n 's/^requirepass //p' "$folder/redis.conf")"
  local asked=0
  until [ "$(REDISCLI_AUTH="$secret" redis-cli -p "$redis_port" ping 2>/dev/null)" = PONG ]; do
    asked=$((asked + 1))
    if [ "$asked" -ge 50 ]; then
      tail -n 5 "$folder/server.log" >&2
      refuse "Redis does not answer on port $redis_port: is it taken? Choose another with SERVICES_REDIS_PORT."
    fi
    sleep 0.1
  done
  (umask 077 && printf 'redis://:%s@127.0.0.1:%s/0\n' "$secret" "$redis_port" >"$kept/redis_url")
}

mkdir -p "$kept"
install_packages
choose_data
initialise
start
start_redis
say "PostgreSQL runs on port $port, Redis on port $redis_port. To use them:"
say "export DATABASE_URL=\$(cat .services/database_url) REDIS_URL=\$(cat .services/redis_url)"
