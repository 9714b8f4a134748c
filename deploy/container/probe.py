"""Asks `/readyz` in a name that the container answers to; exits 1 when the process is not ready."""

import os
import sys
import urllib.error
import urllib.request

host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip().lstrip(".")
request = urllib.request.Request(
    f"http://127.0.0.1:{os.environ.get('PORT', '8000')}/readyz", headers={"Host": host}
)
try:
    with urllib.request.urlopen(request, timeout=4) as response:  # noqa: S310  # always http, on this machine
        sys.exit(response.status != 200)
except (urllib.error.URLError, OSError):
    sys.exit(1)
