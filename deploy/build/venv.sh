#!/usr/bin/env bash
# Makes .venv when there is none and installs one locked set of packages: production, development or node.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

set_name="$1"
file="requirements/$set_name.txt"

# The front end may ask for Node.js while the site asks for its own packages: one at a time.
mkdir -p var
if command -v flock >/dev/null; then
  exec 9>var/venv.lock
  flock 9
fi

suits() { "$1" -c 'import ensurepip, sys, venv; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' >/dev/null 2>&1; }

if [ ! -x .venv/bin/python ]; then
  found=""
  for candidate in ${PYTHON:-} python3.11 python3.12 python3.13 python3 /usr/bin/python3.11 /usr/bin/python3; do
    if suits "$candidate"; then found="$candidate"; break; fi
  done
  if [ -z "$found" ]; then
    echo "Python 3.11 with its venv module is needed (Debian: python3 and python3-venv)." >&2
    exit 1
  fi
  echo "Making .venv with $("$found" --version)…"
  "$found" -m venv .venv
fi

# Some tools make environments without pip.
.venv/bin/python -m pip --version >/dev/null 2>&1 || .venv/bin/python -m ensurepip >/dev/null

began=$SECONDS
echo "Installing the $set_name packages…"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes -r "$file"
echo "…in $((SECONDS - began)) s."
touch ".venv/.$set_name"
# The development set holds the production set.
if [ "$set_name" = development ]; then touch .venv/.production; fi
