"""The page that lists the sheets, made where a site has none."""

from wagtail.models import Page

from toolbox.models import SheetIndexPage
from toolbox.models.index import SLUG

TITLE = "Fiches pratiques"
INTRODUCTION = (
    "Des réponses claires sur un sujet, écrites à plusieurs par les membres des groupes et relues par la chambre. "
    "Chaque fiche dit ses sources et mène aux offres du catalogue."
)
SUMMARY = (
    "Des fiches écrites à plusieurs sur le financement, l’accompagnement et la vie des structures de l’économie "
    "sociale et solidaire."
)


def list_under(home: Page) -> SheetIndexPage:
    """The list of the sheets, made under a home page and published when the site has none.

    Args:
        home: the page at the top of the site.
    """
    found: SheetIndexPage | None = SheetIndexPage.objects.order_by("pk").first()
    if found is not None:
        return found
    page = SheetIndexPage(
        title=TITLE, slug=SLUG, introduction=INTRODUCTION, search_description=SUMMARY
    )
    home.add_child(instance=page)
    return page
