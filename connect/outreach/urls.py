"""Addresses of the outreach."""

from django.urls import URLPattern, URLResolver, path

from connect.outreach.views import exact, letter, network

urlpatterns: list[URLPattern | URLResolver] = [
    path("toujours-exact/nouveau-lien/", exact.new_link, name="exact-new-link"),
    path("toujours-exact/lien-demande/", exact.link_asked, name="exact-link-asked"),
    path("compte/reseau/silencieuses/", network.silent, name="network-silent"),
    path("compte/reseau/lettre/", letter.paragraph, name="network-letter"),
    path("toujours-exact/<str:token>/", exact.exact, name="exact"),
]
