"""Forms of sheets."""

from typing import Any

from django import forms

from connect.common.sanitising import plain_text
from connect.groups.models import Group
from toolbox.reviewing import LONGEST_COMMENT


class NewSheetForm(forms.Form):
    """What begins a sheet: its title, and the group that writes it."""

    title = forms.CharField(
        label="Titre de la fiche",
        max_length=255,
        help_text="De quoi elle parle, en quelques mots. Le groupe pourra le changer.",
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
    )
    group = forms.ModelChoiceField(
        label="Groupe",
        queryset=Group.objects.none(),
        empty_label=None,
        help_text="Tous ses membres pourront écrire la fiche.",
        widget=forms.Select(attrs={"class": "select"}),
    )

    def __init__(self, groups: Any, *args: Any, **kwargs: Any) -> None:
        """Offer the groups of the person.

        Args:
            groups: those in which they may write.
            args: passed to Django.
            kwargs: passed to Django.
        """
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = groups  # type: ignore[attr-defined]  # of a choice among rows

    def clean_title(self) -> str:
        """A title on one line, that says something."""
        title = " ".join(plain_text(self.cleaned_data["title"]).split())
        if not title:
            raise forms.ValidationError("Écrivez un titre.")
        return title


class ReviewForm(forms.Form):
    """What a reviewer decides, about what they read."""

    task = forms.IntegerField(widget=forms.HiddenInput)
    decision = forms.ChoiceField(choices=(("publier", "Publier"), ("renvoyer", "Renvoyer")))
    comment = forms.CharField(
        label="Message au groupe",
        required=False,
        max_length=LONGEST_COMMENT,
        help_text="Demandé pour renvoyer la fiche\u00a0: dites ce qu’il faut reprendre.",
        widget=forms.Textarea(attrs={"class": "input", "rows": 4}),
    )
