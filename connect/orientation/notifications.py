"""Messages of the orientation: the answer to a question asked to the chamber."""

from django.utils import timezone

from connect.notifications.kinds import Kind, Mail, register
from connect.notifications.models import Notice
from connect.orientation.inquiries import REPLY_KIND, inquiry_of_key
from connect.orientation.models import Inquiry


def compose_reply(notice: Notice) -> Mail | None:
    """The answer with the question it answers; nothing once the question is gone or was not answered."""
    answered = Inquiry.objects.filter(pk=inquiry_of_key(notice.key), answered_at__isnull=False)
    inquiry = answered.order_by("pk").first()
    if inquiry is None:
        return None
    return Mail(
        subject="Réponse à votre question",
        template="orientation/mails/reply",
        context={
            "answer": inquiry.answer,
            "asked_on": timezone.localdate(inquiry.asked_at),
            "question": inquiry.text,
            "quoted": "\n".join(f"> {line}" for line in inquiry.text.splitlines()),
        },
    )


register(
    Kind(
        code=REPLY_KIND,
        label="Réponses à mes questions",
        why="Vous avez posé une question à la chambre, et laissé votre adresse pour la réponse.",
        compose=compose_reply,
        essential=True,
    )
)
