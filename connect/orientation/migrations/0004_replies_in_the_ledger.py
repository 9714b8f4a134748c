"""Moves the answers to questions into the ledger of messages: those that wait, and those nobody knows about."""

import datetime

from django.db import migrations
from django.utils import timezone
from django.utils.crypto import salted_hmac

KIND = "reponse-question"
# As the ledger makes it, on the day of this migration.
SALT = "connect.notifications.recipient"
WORTH_SENDING = datetime.timedelta(days=14)


def recipient_of(address):
    """The digest by which the ledger knows an address."""
    return salted_hmac(SALT, address.strip().lower(), algorithm="sha256").hexdigest()[:64]


def move(apps, schema_editor):
    """A row for each answer that was not sent; one that was handed over and not confirmed stays uncertain."""
    inquiries = apps.get_model("orientation", "Inquiry").objects.filter(
        answered_at__isnull=False, mail_sent_at__isnull=True
    )
    now = timezone.now()
    apps.get_model("notifications", "Notice").objects.bulk_create(
        [
            apps.get_model("notifications", "Notice")(
                kind=KIND,
                key=f"question:{inquiry.pk}",
                address=inquiry.email,
                recipient=recipient_of(inquiry.email),
                payload={},
                state="en-cours" if inquiry.mail_claimed_at else "attend",
                claimed_at=inquiry.mail_claimed_at,
                attempts=1 if inquiry.mail_claimed_at else 0,
                due_at=inquiry.answered_at,
                expires_at=now + WORTH_SENDING,
            )
            for inquiry in inquiries.exclude(email="").order_by("pk")
        ],
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("orientation", "0003_staff_rights"),
        ("notifications", "0002_suppressions"),
    ]

    operations = [
        migrations.RunPython(move, migrations.RunPython.noop),
        migrations.RemoveField(model_name="inquiry", name="mail_claimed_at"),
        migrations.RemoveField(model_name="inquiry", name="mail_sent_at"),
    ]
