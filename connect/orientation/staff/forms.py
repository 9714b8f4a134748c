"""Forms of the questionnaire and of the profiles it is tried with."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from django import forms
from django.http import QueryDict
from wagtail.admin.forms import WagtailAdminModelForm

from connect.common.french import quoted
from connect.offers.catalogue.index import current
from connect.orientation.answers import read, read_amount
from connect.orientation.choices import SEVERAL
from connect.orientation.enums import Asked, Setting
from connect.orientation.models import Questionnaire
from connect.orientation.places import locate
from connect.orientation.publishing import scheme_of
from connect.orientation.refusing import faults_of
from connect.orientation.wording import labels_of


class QuestionnaireForm(WagtailAdminModelForm):
    """The questionnaire with its questions, criteria and rules; refused whole when it could not work."""

    def is_valid(self) -> bool:
        """Check each part, then what they make together."""
        if not super().is_valid():
            return False
        questionnaire = self.save(commit=False)
        faults = [*_settled_twice(questionnaire), *faults_of(scheme_of(questionnaire), current())]
        for fault in faults:
            self.add_error(None, fault)
        return not faults


def _settled_twice(questionnaire: Questionnaire) -> list[str]:
    counts = Counter(one.setting for one in questionnaire.settings.all())
    return [
        f"Le critère {quoted(str(Setting(setting).label))} est réglé deux fois : gardez-en un seul."
        for setting, count in counts.items()
        if count > 1
    ]


def _choices(asked: Asked) -> Callable[[], list[tuple[str, str]]]:
    def read_now() -> list[tuple[str, str]]:
        return list(labels_of(asked, current().vocabulary).items())

    return read_now


def _several(asked: Asked) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=str(asked.label),
        choices=_choices(asked),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


def _one(asked: Asked) -> forms.ChoiceField:
    offered = _choices(asked)
    return forms.ChoiceField(
        label=str(asked.label),
        choices=lambda: [("", "Question passée"), *offered()],
        required=False,
    )


class ProfileForm(WagtailAdminModelForm):
    """A profile, answered as a person would answer the questionnaire."""

    besoin = _several(Asked.NEEDS)
    etape = _one(Asked.PHASE)
    qui = _one(Asked.FAMILY)
    forme = _one(Asked.FORM)
    salaries = _one(Asked.EMPLOYEES)
    lieu = forms.CharField(label=str(Asked.PLACE.label), required=False, max_length=80)
    secteur = _several(Asked.SECTORS)
    montant = forms.CharField(label=str(Asked.AMOUNT.label), required=False, max_length=20)
    objet = _several(Asked.OBJECTS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = self.instance.answers or {}
        for asked in Asked:
            values = kept.get(asked.value, [])
            self.initial[asked.value] = values if asked in SEVERAL else next(iter(values), "")

    def clean(self) -> dict[str, Any]:
        """Refuse answers that the questionnaire itself would set aside."""
        cleaned: dict[str, Any] = super().clean() or {}
        answers = {asked.value: _values(cleaned.get(asked.value)) for asked in Asked}
        place, amount = answers[Asked.PLACE], answers[Asked.AMOUNT]
        if place and locate(place[0])[0] is None:
            self.add_error(
                Asked.PLACE.value,
                "Ce lieu n’est pas connu : essayez une commune ou un code postal.",
            )
        if amount and read_amount(amount[0])[0] is None:
            self.add_error(Asked.AMOUNT.value, "Écrivez un montant en euros, par exemple 10 000.")
        query = QueryDict(mutable=True)
        for name, values in answers.items():
            query.setlist(name, [] if name == Asked.AMOUNT else values)
        for notice in read(query, current().vocabulary)[1]:
            self.add_error(None, notice)
        self.instance.answers = {name: values for name, values in answers.items() if values}
        return cleaned


def _values(value: Any) -> list[str]:
    several = value if isinstance(value, list) else [value]
    return [str(one) for one in several if one]
