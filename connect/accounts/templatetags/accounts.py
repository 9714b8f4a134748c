"""What the frame of the account and the header of every page show."""

from typing import Any

from django import template
from django.urls import reverse

from connect.accounts.sections import sections_for

register = template.Library()


@register.simple_tag(takes_context=True)
def account_sections(context: dict[str, Any]) -> list[dict[str, Any]]:
    """The menu of the account: label, address, summary and whether it is the page shown."""
    request = context["request"]
    listed = [
        {"label": section.label, "summary": section.summary, "url": url, "current": False}
        for section, url in sections_for(request.user)
    ]
    # The longest address that the page stands under: « Mon compte » itself is above all the others.
    above = [entry for entry in listed if request.path.startswith(str(entry["url"]))]
    if above:
        max(above, key=lambda entry: len(str(entry["url"])))["current"] = True
    return listed


@register.simple_tag(takes_context=True)
def account_entry(context: Any) -> dict[str, Any]:
    """The entry of the header: « Mon compte » for a person, « Se connecter » for a visitor.

    A visitor without a session costs no statement. Empty where a page is drawn without a request.
    """
    request = getattr(context, "request", None)
    if request is None or not hasattr(request, "user"):
        return {}
    signed_in = request.user.is_authenticated
    url = reverse("account_home" if signed_in else "account_login")
    return {
        "label": "Mon compte" if signed_in else "Se connecter",
        "url": url,
        "current": request.path.startswith(reverse("account_home")),
    }
