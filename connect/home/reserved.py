"""First parts of addresses that belong to the rooms of the site, and never to a page."""

from django.core.exceptions import ValidationError

RESERVED = frozenset(
    {
        "offres", "appels", "structures", "entites", "recherche", "orientation", "plans", "signaler", "panorama",
        "donnees", "groupes", "opensearch.xml", "oembed", "plan-du-site", "compte", "fiches", "forum",
        "experts", "veille", "rendez-vous", "lettre", "ws", "gestion", "api", "demo", "healthz", "readyz",
        "mes-fiches", "se-referencer", "invitations", "static", "media", "documents", "images", "style",
        "toujours-exact", "coedit",
    }
)  # fmt: skip


def refuse_reserved(slug: str) -> None:
    """Refuse a page at the top of the site whose address is already a room's.

    Raises:
        ValidationError: on the field `slug`.
    """
    if slug.lower() in RESERVED:
        raise ValidationError(
            {
                "slug": f"L’adresse /{slug}/ est réservée à une rubrique du site. "
                "Choisissez-en une autre, par exemple en la précisant : « mes-offres-de-stage » plutôt que « offres »."
            }
        )
