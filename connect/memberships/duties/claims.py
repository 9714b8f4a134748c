"""« Référencements » to check."""

from collections.abc import Mapping
from typing import Any, cast

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import QuerySet
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils.text import Truncator

from connect.accounts.models import User
from connect.memberships import deciding, permissions
from connect.memberships.duties.rows import ROLES, Waiting, named, number_of, present
from connect.memberships.enums import ClaimState, Role
from connect.memberships.models import Claim
from connect.memberships.selectors import administered
from connect.structures.finding import Resemblance, resembling
from connect.structures.models import Structure
from connect.upkeep.registry import AlreadyDone, Duty, DutySource, Outcome, Question, Verb

NOW, LATER = "oui", "non"
PUBLIC = Question(
    name="public",
    label="Montrer la fiche au public",
    kind="choice",
    choices=((LATER, "Plus tard, une fois complétée"), (NOW, "Tout de suite")),
    initial=LATER,
)
ACCEPT = Verb(code="accepter", label="Accepter", past="acceptée", questions=(ROLES,))
ADD = Verb(code="ajouter", label="Ajouter la structure", past="ajoutée", questions=(ROLES, PUBLIC))
REFUSE = Verb(
    code="refuser",
    label="Refuser",
    past="refusée",
    questions=(
        Question(name="motive", label="Motif", kind="area", help="Il est envoyé à la personne."),
    ),
)


def _link(likely: list[Resemblance]) -> Verb:
    reference = Question(
        name="reference",
        label="Référence de la structure",
        initial=likely[0].structure.reference if likely else "",
        help="Celle de l’annuaire, comme STR-012.",
    )
    return Verb(
        code="relier",
        label="Relier à une structure existante",
        past="reliée à une structure existante",
        questions=(reference, ROLES),
    )


def _rows() -> QuerySet[Any]:
    return (
        Claim.objects.filter(state=ClaimState.WAITING)
        .select_related("structure", "commune", "user")
        .annotate(since=TruncDate("confirmed_at"))
    )


def _duties(claims: list[Any]) -> list[Duty]:
    held = set()
    asked = [claim.structure_id for claim in claims if claim.structure_id]
    if asked:
        held = set(
            Structure.objects.filter(administered(), pk__in=asked)
            .order_by()
            .values_list("pk", flat=True)
        )
    directory = _Directory()
    return [_duty(claim, held, directory) for claim in claims]


class _Directory:
    """The structures of the directory, read once for all the rows of a page."""

    def __init__(self) -> None:
        self._rows: list[Structure] | None = None

    def like(self, claim: Claim) -> list[Resemblance]:
        """Those that a new one would double, private ones included."""
        if self._rows is None:
            everything = Structure.objects.filter(merged_into__isnull=True)
            fields = ("name", "reference", "commune_id", "commune_name", "website", "is_public")
            self._rows = list(everything.only(*fields).order_by("name", "pk"))
        return resembling(claim.name, claim.commune, claim.website, self._rows)


def _duty(claim: Claim, held: set[int], directory: _Directory) -> Duty:
    who = present(
        ("Sa fonction", claim.position),
        ("Son adresse", claim.address),
        ("Son compte", str(claim.user) if claim.user else "pas encore ; il sera créé"),
    )
    links = present((claim.address, f"mailto:{claim.address}" if claim.address else ""))
    if claim.structure is not None:
        return _of_known(claim, claim.structure, who, links, held)
    likely = directory.like(claim)
    alike = " ; ".join(f"{named(one.structure)}, {one.why}" for one in likely)
    return Duty(
        key=str(claim.pk),
        title=claim.name,
        url="",
        reason="Une personne demande d’ajouter cette structure à l’annuaire."
        + (" Elle y est peut-être déjà." if likely else ""),
        since=claim.since,  # type: ignore[attr-defined]  # annotated
        verb=_link(likely) if likely else ADD,
        others=(ADD if likely else _link(likely), REFUSE),
        details=present(
            ("Se ressemblent", alike),
            ("Nature", claim.get_nature_display() if claim.nature else ""),
            ("Commune", str(claim.commune) if claim.commune else ""),
            ("Ce qu’elle fait", Truncator(claim.description).chars(400)),
            ("Courriel de la structure", claim.email),
            *who,
        ),
        links=(*links, *present(("Site internet", claim.website))),
    )


def _of_known(
    claim: Claim,
    structure: Structure,
    who: tuple[tuple[str, str], ...],
    links: tuple[tuple[str, str], ...],
    held: set[int],
) -> Duty:
    already = " Elle a déjà un administrateur." if structure.pk in held else ""
    return Duty(
        key=str(claim.pk),
        title=structure.name,
        url=reverse("structures:edit", args=[structure.pk]),
        reason=f"Une personne demande à tenir la fiche de cette structure.{already}",
        since=claim.since,  # type: ignore[attr-defined]  # annotated
        verb=ACCEPT,
        others=(REFUSE,),
        details=(
            ("Référence", structure.reference),
            *present(("Courriel de la structure", structure.email)),
            *who,
        ),
        links=(*links, *present(("Site de la structure", structure.website))),
    )


def _act(user: AbstractBaseUser, key: str, code: str, typed: Mapping[str, str]) -> str | Outcome:
    by, pk = cast(User, user), number_of(key)
    role = typed.get("role") or Role.ADMINISTRATOR
    if code == REFUSE.code:
        done = deciding.refuse(pk, by=by, motive=typed["motive"])
        sentence = "Refusée ; le motif part par courriel."
    elif code == "relier":
        done = deciding.link(pk, typed["reference"], by=by, role=role)
        sentence = "Reliée ; la personne est prévenue par courriel."
    else:
        public = typed.get("public") == NOW
        done = deciding.accept(pk, by=by, role=role, public=public)
        sentence = "Acceptée ; la personne est prévenue par courriel."
    if done is None:
        raise AlreadyDone
    if done.structure is None:
        return sentence
    return Outcome(sentence=sentence, url=reverse("structures:edit", args=[done.structure.pk]))


WAITING = Waiting(_rows, _duties)
CLAIMS = DutySource(
    kind="referencements",
    label="Référencements",
    help="Vérifiez que la personne est bien de la structure, par téléphone s’il le faut, puis décidez.",
    may=permissions.may_check_claims,
    count=WAITING.count,
    duties=WAITING.oldest,
    after=WAITING.after,
    find=WAITING.find,
    act=_act,
    order=15,
)
