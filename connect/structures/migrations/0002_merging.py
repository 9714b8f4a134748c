import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("structures", "0001_initial"),
        ("taxonomy", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="structure",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged",
                to="structures.structure",
                verbose_name="fusionnée dans",
            ),
        ),
        migrations.AddConstraint(
            model_name="structure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("merged_into__isnull", True), ("is_public", False), _connector="OR"
                ),
                name="merged_structure_is_private",
                violation_error_message=(
                    "Cette structure a été fusionnée dans une autre : elle ne peut plus être publique."
                ),
            ),
        ),
    ]
