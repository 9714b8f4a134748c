"""The public read API, described at `/api/v1/openapi.json`."""

from ninja import NinjaAPI

from connect.offers.api import router as catalogue
from connect.orientation.api import router as orientation

api = NinjaAPI(
    title="ESSor Connect",
    version="1",
    description="Lecture du catalogue public : offres, appels à projets, structures ; orientation avec ses raisons.",
    docs_url=None,
    urls_namespace="api-v1",
)
api.add_router("", catalogue)
api.add_router("", orientation)
