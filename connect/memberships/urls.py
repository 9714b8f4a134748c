"""Addresses of memberships."""

from django.urls import path, re_path

from connect.memberships.views import claims, invitation, members, mine, networks

STRUCTURE = r"^compte/structures/(?P<reference>[A-Za-z]{2,8}-[0-9]{1,9})/"

urlpatterns = [
    path("se-referencer/", claims.start, name="claim-start"),
    path("se-referencer/nouvelle/", claims.new_structure, name="claim-new"),
    path("se-referencer/recue/", claims.received, name="claim-received"),
    path("se-referencer/confirmer/<slug:token>/", claims.confirm, name="claim-confirm"),
    re_path(
        r"^se-referencer/(?P<reference>[A-Za-z]{2,8}-[0-9]{1,9})/$",
        claims.of_structure,
        name="claim-structure",
    ),
    path("invitations/<slug:token>/", invitation.invitation, name="invitation"),
    path("compte/structures/", mine.my_structures, name="my-structures"),
    re_path(
        r"^compte/structures/demandes/(?P<pk>[0-9]{1,18})/retirer/$",
        mine.withdraw_request,
        name="my-request-withdraw",
    ),
    re_path(
        r"^compte/structures/referencements/(?P<pk>[0-9]{1,18})/retirer/$",
        mine.withdraw_claim,
        name="my-claim-withdraw",
    ),
    re_path(rf"{STRUCTURE}$", members.my_structure, name="my-structure"),
    re_path(rf"{STRUCTURE}histoire/$", members.history, name="my-structure-members-history"),
    re_path(rf"{STRUCTURE}quitter/$", mine.leave, name="my-structure-leave"),
    re_path(rf"{STRUCTURE}rejoindre/$", mine.join_by_domain, name="my-structure-join"),
    re_path(rf"{STRUCTURE}inviter/$", members.invite, name="my-structure-invite"),
    re_path(
        rf"{STRUCTURE}invitations/(?P<pk>[0-9]{{1,18}})/$",
        members.settle_invitation,
        name="my-structure-invitation",
    ),
    re_path(
        rf"{STRUCTURE}demandes/(?P<pk>[0-9]{{1,18}})/$",
        members.settle_request,
        name="my-structure-request",
    ),
    re_path(
        rf"{STRUCTURE}membres/(?P<pk>[0-9]{{1,18}})/$", members.member, name="my-structure-member"
    ),
    re_path(rf"{STRUCTURE}domaines/$", members.ask_domain, name="my-structure-domains"),
    re_path(
        rf"{STRUCTURE}domaines/(?P<pk>[0-9]{{1,18}})/$",
        members.withdraw_domain,
        name="my-structure-domain",
    ),
    path("compte/reseau/", networks.my_networks, name="my-networks"),
]
