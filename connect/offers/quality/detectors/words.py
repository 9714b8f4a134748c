"""What a page cannot do without: a way to contact, a summary that says something."""

from collections.abc import Iterator

from connect.common.french import plural
from connect.offers.quality.faults import Fault, Severity
from connect.offers.quality.snapshot import Snapshot
from connect.offers.quality.words import plain

NO_CONTACT = "sans_contact"
NO_SUMMARY = "sans_resume"
POOR_SUMMARY = "resume_pauvre"
SHORTEST = 40
"""A summary of fewer characters says nothing that the title does not."""


def no_contact(offer: Snapshot) -> Iterator[Fault]:
    """No link, no address, no telephone, neither on the offer nor on its structure, which the page shows instead."""
    ways = (
        offer.link, offer.email, offer.phone,
        offer.structure_website, offer.structure_email, offer.structure_phone,
    )  # fmt: skip
    if any(ways):
        return
    yield Fault(
        code=NO_CONTACT,
        sentence="Ni la fiche ni sa structure ne donnent de page, de courriel ou de téléphone.",
        severity=Severity.BLOCKING,
        judged=ways,
        fields=("link", "email", "phone"),
    )


def poor_summary(offer: Snapshot) -> Iterator[Fault]:
    """No summary, or one that only repeats the title, or a few words."""
    summary = offer.summary.strip()
    judged = (offer.title, offer.summary)
    if not summary:
        yield Fault(
            code=NO_SUMMARY,
            sentence="La fiche n’a pas de résumé : personne ne sait à quoi sert l’offre.",
            severity=Severity.MISLEADING,
            judged=judged,
            fields=("summary",),
        )
        return
    if plain(summary).strip(" .") == plain(offer.title).strip(" ."):
        sentence = "Le résumé ne fait que répéter l’intitulé."
    elif len(summary) < SHORTEST:
        size = plural(len(summary), "caractère", "caractères")
        sentence = f"Le résumé tient en {size} : il ne dit rien de plus que l’intitulé."
    else:
        return
    yield Fault(
        code=POOR_SUMMARY,
        sentence=sentence,
        severity=Severity.MINOR,
        judged=judged,
        fields=("summary",),
    )
