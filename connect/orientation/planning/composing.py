"""A plan being prepared: its offers in order, what is typed for it, and what happens to what disappears meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict

from connect.common.french import NBSP, number
from connect.offers.models import Offer
from connect.offers.selectors import Reader
from connect.orientation.models import Plan
from connect.orientation.planning.choosing import chosen_offers
from connect.orientation.planning.conversation import Conversation
from connect.orientation.planning.forms import MakeForm, Moved, note_name, order_of, typed
from connect.orientation.planning.services import Chosen
from connect.orientation.planning.suggesting import next_steps

# What a form carries besides the notes of its offers.
CARRIED = ("made_by", "note", "next_steps", "days", "affiche")
_KEPT = "Ce que vous aviez écrit à ce sujet est maintenant dans votre mot, plus bas."


@dataclass(frozen=True)
class Composing:
    """What is known of a plan before it is made.

    Attributes:
        offers: the offers still shown to the public, in order.
        moved: the offer whose button was pressed; empty when it was no such button.
        lost: references of the offers that are shown no more.
        orphans: the notes that were typed for them.
    """

    offers: Sequence[Offer]
    moved: Moved
    lost: tuple[str, ...]
    orphans: tuple[str, ...]

    @property
    def keys(self) -> list[str]:
        """What names each offer in the form."""
        return [one.reference for one in self.offers]

    @property
    def titles(self) -> dict[str, str]:
        """Title of each offer, by what names it in the form."""
        return {one.reference: one.title for one in self.offers}

    @property
    def sentence(self) -> str:
        """What to say of the offers that are shown no more; their titles are no longer for the public."""
        if not self.lost:
            return ""
        kept = f" {_KEPT}" if self.orphans else ""
        if len(self.lost) == 1:
            return f"Une offre cochée n’est plus diffusée{NBSP}: elle sort du plan.{kept}"
        count = number(len(self.lost))
        return f"{count} offres cochées ne sont plus diffusées{NBSP}: elles sortent du plan.{kept}"


def compose(sent: QueryDict, reader: Reader) -> Composing:
    """The offers of a form or of an address; one statement."""
    order = order_of(sent)
    offers = chosen_offers(order.keys, reader)
    shown = {one.reference for one in offers}
    lost = tuple(one for one in order.keys if one not in shown)
    notes = (str(sent.get(note_name(one), "")).strip() for one in lost)
    return Composing(offers, order, lost, tuple(one for one in notes if one))


def first_form(composing: Composing, state: Conversation) -> MakeForm:
    """The form as it is first shown, with next steps already written."""
    steps = next_steps(composing.offers, state.judgement)
    return MakeForm(keys=composing.keys, initial={"next_steps": steps})


def same_form(composing: Composing, sent: QueryDict) -> MakeForm:
    """The form as it was, in its new order, without judging it; the notes of lost offers join the general one."""
    names = [*CARRIED, *(note_name(key) for key in composing.keys)]
    initial = typed(sent, names)
    initial["note"] = "\n".join(filter(None, [initial.get("note", ""), *composing.orphans]))
    return MakeForm(keys=composing.keys, initial=initial)


def chosen(composing: Composing, form: MakeForm) -> list[Chosen]:
    """The offers in order with their notes, once the form is valid."""
    return [Chosen(one, form.note_for(one.reference)) for one in composing.offers]


def is_what_was_made(plan: Plan, composing: Composing, form: MakeForm) -> bool:
    """Whether a form sent again says what its plan says: a double click, not a change of mind."""
    texts = form.texts
    if (plan.made_by, plan.note, plan.next_steps) != (texts.made_by, texts.note, texts.next_steps):
        return False
    steps = [(one.offer_id, one.note) for one in plan.steps.order_by("position")]
    return steps == [(one.offer.pk, one.note) for one in chosen(composing, form)]
