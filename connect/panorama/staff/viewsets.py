"""Management pages of the dates that the indicators are compared with."""

from wagtail.admin.panels import FieldPanel

from connect.common.staff.viewsets import StaffViewSet
from connect.panorama import services
from connect.panorama.models import Milestone


class MilestoneViewSet(StaffViewSet):
    """Dates to compare with: the opening of a version, a campaign."""

    model = Milestone
    name = "dates-reperes"
    icon = "calendar"
    menu_label = "Dates repères"
    ordering = ("-day", "name")
    search_fields = ("name",)
    list_display = ("name", "day")
    list_export = ("name", "day")
    export_filename = "dates-reperes"
    save_with = staticmethod(services.save_milestone)
    panels = [FieldPanel("name"), FieldPanel("day")]
