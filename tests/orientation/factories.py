"""Makes what the orientation keeps, for tests."""

import datetime
import secrets

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from connect.orientation.enums import Asked, Criterion, RuleEffect, Setting
from connect.orientation.models import (
    CriterionSetting,
    Inquiry,
    NearMiss,
    Orientation,
    Plan,
    PlanStep,
    Profile,
    Question,
    Questionnaire,
    Rule,
    UnmetNeed,
)
from connect.orientation.planning.facts import facts_of
from connect.orientation.planning.links import digest
from tests.offers.factories import OfferFactory


class QuestionnaireFactory(DjangoModelFactory):
    """A questionnaire without question; not published."""

    class Meta:
        model = Questionnaire

    title = "Quelles offres pour mon projet ?"
    live = False


class QuestionFactory(DjangoModelFactory):
    """A question about needs unless told."""

    class Meta:
        model = Question

    questionnaire = factory.SubFactory(QuestionnaireFactory)
    asks = Asked.NEEDS.value
    title = "De quoi avez-vous besoin ?"


class CriterionSettingFactory(DjangoModelFactory):
    """The effect of a criterion; the phase excludes unless told."""

    class Meta:
        model = CriterionSetting

    questionnaire = factory.SubFactory(QuestionnaireFactory)
    setting = Setting.PHASE.value
    ask = "À quelles étapes d’un projet intervenez-vous ?"


class RuleFactory(DjangoModelFactory):
    """A rule that adds a sentence to every offer unless told."""

    class Meta:
        model = Rule

    questionnaire = factory.SubFactory(QuestionnaireFactory)
    label = factory.Sequence(lambda n: f"Règle {n}")
    effect = RuleEffect.NOTE.value
    text = "Une précision utile."


class ProfileFactory(DjangoModelFactory):
    """A saved profile that skipped everything unless told."""

    class Meta:
        model = Profile

    name = factory.Sequence(lambda n: f"Profil {n}")


class OrientationFactory(DjangoModelFactory):
    """An orientation that found one eligible offer unless told."""

    class Meta:
        model = Orientation

    nonce = factory.LazyFunction(lambda: secrets.token_hex(16))
    source = Orientation.Source.QUESTIONNAIRE.value
    eligible = 1
    to_check = 0
    near = 0


class UnmetNeedFactory(DjangoModelFactory):
    """A need that nothing met."""

    class Meta:
        model = UnmetNeed


class NearMissFactory(DjangoModelFactory):
    """One orientation of this month that missed an offer by the amount."""

    class Meta:
        model = NearMiss

    offer = factory.SubFactory(OfferFactory)
    criterion = Criterion.AMOUNT.value
    month = factory.LazyFunction(lambda: timezone.localdate().replace(day=1))
    count = 1


class InquiryFactory(DjangoModelFactory):
    """A question that waits. Trait: `answered`."""

    class Meta:
        model = Inquiry

    text = factory.Sequence(lambda n: f"Qui peut m’aider ? ({n})")
    email = factory.Sequence(lambda n: f"personne-{n}@example.org")

    class Params:
        answered = factory.Trait(
            answer="Voici une piste.",
            answered_at=factory.LazyFunction(
                lambda: timezone.now() - datetime.timedelta(minutes=5)
            ),
        )


class PlanFactory(DjangoModelFactory):
    """A plan that can be read for 90 days; `reading` and `managing` are its secrets."""

    class Meta:
        model = Plan

    class Params:
        reading = factory.Sequence(lambda n: f"lire-{n}")
        managing = factory.Sequence(lambda n: f"gerer-{n}")
        revoked = factory.Trait(revoked_at=factory.LazyFunction(timezone.now))

    nonce = factory.LazyFunction(lambda: secrets.token_hex(16))
    reading_digest = factory.LazyAttribute(lambda o: digest(o.reading))
    managing_digest = factory.LazyAttribute(lambda o: digest(o.managing))
    expires_on = factory.LazyFunction(lambda: timezone.localdate() + datetime.timedelta(days=90))


class PlanStepFactory(DjangoModelFactory):
    """An offer of a plan, as it was on its day."""

    class Meta:
        model = PlanStep

    plan = factory.SubFactory(PlanFactory)
    position = factory.Sequence(lambda n: n + 1)
    offer = factory.SubFactory(OfferFactory)
    facts = factory.LazyAttribute(lambda o: facts_of(o.offer))
