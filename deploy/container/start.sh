#!/bin/sh
# Brings the database up to date, then becomes the server: signals reach it directly.
set -eu
python manage.py migrate --noinput --verbosity 1
exec python manage.py serve
