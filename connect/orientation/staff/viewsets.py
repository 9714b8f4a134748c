"""Management pages: the questionnaire, the profiles it is tried with."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import models
from wagtail.admin.panels import FieldPanel, InlinePanel, ObjectList, TabbedInterface
from wagtail.snippets.views.snippets import SnippetViewSet

from connect.common.staff.viewsets import StaffViewSet
from connect.orientation.enums import Asked
from connect.orientation.models import Profile, Questionnaire
from connect.orientation.services import save_profile
from connect.orientation.staff.forms import ProfileForm, QuestionnaireForm

QUESTION = [
    FieldPanel("asks"),
    FieldPanel("title"),
    FieldPanel("help"),
    FieldPanel("jargon"),
    FieldPanel("shown_when"),
    FieldPanel("is_active"),
]
CRITERION = [FieldPanel("setting"), FieldPanel("on_miss"), FieldPanel("ask")]
RULE = [
    FieldPanel("label"),
    FieldPanel("when"),
    FieldPanel("offers"),
    FieldPanel("effect"),
    FieldPanel("text"),
    FieldPanel("ask"),
    FieldPanel("is_active"),
]


class QuestionnaireViewSet(SnippetViewSet):
    """The one questionnaire: drafted, previewed against the profiles, then published."""

    model = Questionnaire
    icon = "form"
    menu_label = "Questionnaire"
    menu_name = "questionnaire"
    base_url_path = "questionnaire"
    list_display = ("title", "last_published_at", "has_unpublished_changes")
    copy_view_enabled = False
    add_to_reference_index = False
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("title"),
                    FieldPanel("introduction"),
                    InlinePanel(
                        "questions",
                        panels=QUESTION,
                        heading="Questions",
                        label="Question",
                        min_num=1,
                    ),
                ],
                heading="Questions",
            ),
            ObjectList(
                [InlinePanel("settings", panels=CRITERION, heading="Critères", label="Critère")],
                heading="Critères",
            ),
            ObjectList(
                [InlinePanel("rules", panels=RULE, heading="Règles", label="Règle")],
                heading="Règles particulières",
            ),
        ],
        base_form_class=QuestionnaireForm,
    )


def _save_profile(profile: Profile, links: Mapping[str, Collection[models.Model]], by: Any) -> None:
    save_profile(profile, by=by)


class ProfileViewSet(StaffViewSet):
    """The profiles against which a change is tried."""

    model = Profile
    name = "profils-d-essai"
    icon = "user"
    menu_label = "Profils d’essai"
    list_display = ("name", "note")
    save_with = staticmethod(_save_profile)
    base_form_class = ProfileForm
    panels = [FieldPanel("name"), *(FieldPanel(one.value) for one in Asked), FieldPanel("note")]
