"""Moves the answers to error reports into the ledger of messages: those that wait, and those nobody knows about."""

import datetime

from django.db import migrations
from django.utils import timezone
from django.utils.crypto import salted_hmac

KIND = "reponse-signalement"
# As the ledger makes it, on the day of this migration.
SALT = "connect.notifications.recipient"
WORTH_SENDING = datetime.timedelta(days=14)


def recipient_of(address):
    """The digest by which the ledger knows an address."""
    return salted_hmac(SALT, address.strip().lower(), algorithm="sha256").hexdigest()[:64]


def move(apps, schema_editor):
    """A row for each answer that was not sent; one that was handed over and not confirmed stays uncertain."""
    reports = apps.get_model("offers", "ErrorReport").objects.filter(
        mail_wanted=True, mail_sent_at__isnull=True, answered_at__isnull=False
    )
    now = timezone.now()
    apps.get_model("notifications", "Notice").objects.bulk_create(
        [
            apps.get_model("notifications", "Notice")(
                kind=KIND,
                key=f"signalement:{report.pk}",
                address=report.address,
                recipient=recipient_of(report.address),
                payload={},
                state="en-cours" if report.mail_claimed_at else "attend",
                claimed_at=report.mail_claimed_at,
                attempts=1 if report.mail_claimed_at else 0,
                due_at=report.answered_at,
                expires_at=now + WORTH_SENDING,
            )
            for report in reports.exclude(address="").order_by("pk")
        ],
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("offers", "0005_findings"),
        ("notifications", "0002_suppressions"),
    ]

    operations = [
        migrations.RunPython(move, migrations.RunPython.noop),
        migrations.RemoveIndex(model_name="errorreport", name="report_to_mail"),
        migrations.RemoveField(model_name="errorreport", name="mail_claimed_at"),
        migrations.RemoveField(model_name="errorreport", name="mail_sent_at"),
        migrations.RemoveField(model_name="errorreport", name="mail_wanted"),
    ]
