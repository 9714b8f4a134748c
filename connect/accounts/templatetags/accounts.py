"""What the frame of the account shows."""

from typing import Any

from django import template

from connect.accounts.sections import sections_for

register = template.Library()


@register.simple_tag(takes_context=True)
def account_sections(context: dict[str, Any]) -> list[dict[str, Any]]:
    """The menu of the account: label, address, summary and whether it is the page shown."""
    request = context["request"]
    return [
        {
            "label": section.label,
            "summary": section.summary,
            "url": url,
            "current": request.path.startswith(url),
        }
        for section, url in sections_for(request.user)
    ]
