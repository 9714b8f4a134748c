"""What memberships hand to the Monday page: « référencements », requests nobody answers, domains, orphans."""

from connect.memberships.duties.claims import CLAIMS
from connect.memberships.duties.domains import DOMAINS
from connect.memberships.duties.orphans import ORPHANS
from connect.memberships.duties.requests import REQUESTS
from connect.upkeep.registry import register

for _source in (CLAIMS, REQUESTS, DOMAINS, ORPHANS):
    register(_source)
