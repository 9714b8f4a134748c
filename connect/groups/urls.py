"""Addresses of groups."""

from django.urls import path

from connect.groups.views import account, joining, managing, public

urlpatterns = [
    path("groupes/", public.group_list, name="groups"),
    path("groupes/<slug:slug>/", public.group_page, name="group"),
    path("groupes/<slug:slug>/rejoindre/", joining.join, name="group-join"),
    path("groupes/<slug:slug>/retirer-ma-demande/", joining.withdraw, name="group-withdraw"),
    path("groupes/<slug:slug>/quitter/", joining.leave, name="group-leave"),
    path("groupes/<slug:slug>/gerer/", managing.manage, name="group-manage"),
    path("groupes/<slug:slug>/demandes/<int:pk>/", managing.answer, name="group-answer"),
    path("groupes/<slug:slug>/membres/<int:pk>/", managing.change_role, name="group-role"),
    path("groupes/<slug:slug>/inviter/", managing.invite, name="group-invite"),
    path(
        "groupes/<slug:slug>/invitations/<int:pk>/annuler/",
        managing.withdraw_invitation,
        name="group-invitation-withdraw",
    ),
    path("compte/groupes/", account.my_groups, name="my-groups"),
    path(
        "compte/groupes/invitations/<int:pk>/",
        account.answer_invitation,
        name="group-invitation-answer",
    ),
]
