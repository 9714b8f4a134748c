"""Headers that tell browsers what a page may do."""

from typing import Any

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase


class PolicyMiddleware(CSPMiddleware):
    """The strict policy everywhere; Wagtail's administration gets its listed relaxations."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Add the policies.

        Args:
            request: what was asked.
            response: what is answered; one that carries its own content policy keeps it.
        """
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        return super().process_response(request, response)

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        """The strict policy, with the administration's directives put in its place there.

        Args:
            request: what was asked.
            response: what is answered.
            report_only: whether the policy is only to be reported on.
        """
        parts: PolicyParts = super().get_policy_parts(request, response, report_only)
        if not report_only and request.path_info.startswith(settings.STAFF_PREFIX):
            replaced: Any = {**settings.STAFF_CONTENT_SECURITY_POLICY, **(parts.replace or {})}
            parts.replace = replaced
            # Beside a nonce, browsers ignore the permission for inline scripts.
            parts.nonce = None
        return parts
