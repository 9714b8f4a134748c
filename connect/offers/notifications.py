"""Messages of the catalogue: the answer to those who reported an error and left their address."""

from django.conf import settings

from connect.notifications.kinds import Kind, Mail, register
from connect.notifications.models import Notice
from connect.offers.enums import ReportOutcome
from connect.offers.models import ErrorReport, Offer
from connect.offers.reporting import ANSWER_KIND, fault_label, report_of_key
from connect.offers.selectors import visible_to
from connect.structures.selectors import visible_to as structures_visible_to


def compose_answer(notice: Notice) -> Mail | None:
    """The answer to a report as it stands; nothing once the report is gone."""
    found = ErrorReport.objects.select_related("offer", "structure")
    settled = found.filter(pk=report_of_key(notice.key), answered_at__isnull=False)
    report = settled.order_by("pk").first()
    if report is None:
        return None
    subject = report.subject
    shown = visible_to(None) if isinstance(subject, Offer) else structures_visible_to(None)
    seen = shown.filter(pk=subject.pk).exists()
    return Mail(
        subject=f"Votre signalement sur {settings.WAGTAIL_SITE_NAME}",
        template="offers/mails/report_answer",
        context={
            "title": subject.title if isinstance(subject, Offer) else subject.name,
            # A sheet that is no longer shown has no address to give.
            "url": settings.WAGTAILADMIN_BASE_URL + subject.get_absolute_url() if seen else "",
            "corrected": report.outcome == ReportOutcome.CORRECTED,
            "answer": report.answer,
            "fault": fault_label(report).lower(),
        },
    )


register(
    Kind(
        code=ANSWER_KIND,
        label="Réponses à mes signalements d’erreur",
        why="Vous avez signalé une erreur sur une fiche, et laissé votre adresse pour connaître la suite.",
        compose=compose_answer,
        essential=True,
    )
)
