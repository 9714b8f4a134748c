"""What visitors type outside the questionnaire itself."""

from django import forms

from connect.common.visitor_forms import VisitorForm
from connect.orientation.inquiries import LONGEST_QUESTION


class InquiryForm(VisitorForm):
    """A question to the chamber."""

    text = forms.CharField(
        label="Votre question",
        max_length=LONGEST_QUESTION,
        widget=forms.Textarea(attrs={"rows": 7, "class": "input"}),
        help_text="Dites en quelques phrases ce que vous cherchez. Ne donnez pas d’information personnelle.",
        error_messages={
            "required": "Écrivez votre question.",
            "max_length": "Votre question dépasse 2 000 signes : raccourcissez-la un peu.",
        },
    )
    email = forms.EmailField(
        label="Votre adresse électronique",
        max_length=254,
        widget=forms.EmailInput(attrs={"class": "input", "autocomplete": "email"}),
        help_text="Elle ne sert qu’à vous répondre ; nous l’effaçons 90 jours après.",
        error_messages={
            "required": "Donnez une adresse électronique : la réponse y arrivera.",
            "invalid": "Cette adresse électronique n’est pas complète, par exemple nom@domaine.fr.",
        },
    )
