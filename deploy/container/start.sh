#!/bin/sh
# Brings the database up to date, then becomes the server: signals reach it directly.
# One argument: the command of manage.py, `serve` by default.
set -eu
python manage.py migrate --noinput --verbosity 1
exec python manage.py "${1:-serve}"
