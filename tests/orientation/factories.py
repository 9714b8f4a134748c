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
    Profile,
    Question,
    Questionnaire,
    Rule,
    UnmetNeed,
)
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
    """A question that waits. Trait: `answered` (and sent)."""

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
            mail_claimed_at=factory.LazyFunction(
                lambda: timezone.now() - datetime.timedelta(minutes=4)
            ),
            mail_sent_at=factory.LazyFunction(
                lambda: timezone.now() - datetime.timedelta(minutes=4)
            ),
        )
