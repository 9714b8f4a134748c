"""The messages of groups, each read again when it is sent."""

from connect.common.french import quoted
from connect.groups.enums import Outcome
from connect.groups.models import GroupInvitation, GroupMembership, GroupRequest
from connect.groups.permissions import may_manage
from connect.groups.selectors import standing, standing_invitations
from connect.notifications.kinds import Kind, Mail, register
from connect.notifications.models import Notice

ANSWERED = "Vous recevez ce message parce que vous avez demandé à rejoindre un groupe."


def _key(notice: Notice) -> int:
    return int(notice.key.split(":")[1])


def _asked(notice: Notice) -> Mail | None:
    request = (
        GroupRequest.objects.filter(pk=_key(notice), outcome="", user__is_active=True)
        .select_related("group", "user")
        .first()
    )
    if request is None or request.group.is_archived or not may_manage(notice.user, request.group):
        return None
    return Mail(
        subject=f"Une personne souhaite rejoindre {quoted(request.group.name)}",
        template="groups/mails/asked",
        context={"group": request.group, "asker": request.user.get_full_name() or "Une personne",
                 "message": request.message},
    )  # fmt: skip


def _answered(notice: Notice) -> Mail | None:
    request = (
        GroupRequest.objects.filter(pk=_key(notice), user=notice.user)
        .select_related("group")
        .first()
    )
    if request is None or request.outcome not in {Outcome.ACCEPTED, Outcome.DECLINED}:
        return None
    accepted = request.outcome == Outcome.ACCEPTED
    name = request.group.name
    return Mail(
        subject=f"Vous avez rejoint {quoted(name)}"
        if accepted
        else f"Votre demande pour {quoted(name)}",
        template="groups/mails/answered",
        context={"group": request.group, "accepted": accepted, "answer": request.answer},
    )


def _invited(notice: Notice) -> Mail | None:
    invitation = (
        GroupInvitation.objects.filter(standing_invitations(), pk=_key(notice))
        .select_related("group", "invited_by")
        .first()
    )
    if invitation is None:
        return None
    by = invitation.invited_by
    return Mail(
        subject=f"Vous êtes invité dans le groupe {quoted(invitation.group.name)}",
        template="groups/mails/invited",
        context={"group": invitation.group, "invitation": invitation,
                 "inviter": by.get_full_name() if by else ""},
    )  # fmt: skip


def _named(notice: Notice) -> Mail | None:
    role = notice.key.split(":")[2]
    membership = (
        GroupMembership.objects.filter(standing(), pk=_key(notice), user=notice.user, role=role)
        .select_related("group")
        .first()
    )
    if membership is None or membership.group.is_archived:
        return None
    return Mail(
        subject=f"Vous êtes référent du groupe {quoted(membership.group.name)}",
        template="groups/mails/named",
        context={"group": membership.group, "role": membership.get_role_display()},
    )


register(
    Kind(
        code="groupe-demande",
        label="Demandes pour rejoindre mes groupes",
        why="Vous recevez ce message parce que vous êtes référent de ce groupe.",
        compose=_asked,
    )
)
register(
    Kind(
        code="groupe-reponse",
        label="Réponses à mes demandes pour rejoindre un groupe",
        why=ANSWERED,
        compose=_answered,
        essential=True,
    )
)
register(
    Kind(
        code="groupe-invitation",
        label="Invitations à rejoindre un groupe",
        why="Vous recevez ce message parce qu’un référent de ce groupe a saisi votre adresse.",
        compose=_invited,
    )
)
register(
    Kind(
        code="groupe-role",
        label="Changements de mon rôle dans un groupe",
        why="Vous recevez ce message parce que vous êtes membre de ce groupe.",
        compose=_named,
    )
)
