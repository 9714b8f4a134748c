"""The index, the words it holds and the synonyms."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Synonym",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "terms",
                    models.TextField(
                        help_text="Séparés par des virgules : « DLA, dispositif local d’accompagnement ». Chercher l’un trouve aussi les autres.",
                        verbose_name="mots ou expressions",
                    ),
                ),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="modifié le")),
            ],
            options={
                "verbose_name": "groupe de synonymes",
                "verbose_name_plural": "groupes de synonymes",
                "db_table": "search_synonym",
                "ordering": ["terms"],
            },
        ),
        migrations.CreateModel(
            name="VocabularyVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token", models.CharField(max_length=32)),
            ],
            options={
                "verbose_name": "version du vocabulaire",
                "verbose_name_plural": "versions du vocabulaire",
                "db_table": "search_vocabulary_version",
            },
        ),
        migrations.CreateModel(
            name="Word",
            fields=[
                ("word", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("stem", models.CharField(max_length=40)),
                ("spelling", models.CharField(max_length=80)),
                ("frequency", models.PositiveIntegerField()),
            ],
            options={
                "verbose_name": "mot de l’index",
                "verbose_name_plural": "mots de l’index",
                "db_table": "search_word",
            },
        ),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=32)),
                ("object_id", models.BigIntegerField()),
                ("title", models.TextField()),
                ("title_key", models.CharField(db_index=True, max_length=200)),
                ("keywords", models.TextField(blank=True)),
                ("body", models.TextField(blank=True)),
                ("url", models.CharField(max_length=500)),
                ("updated_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "entrée de l’index",
                "verbose_name_plural": "entrées de l’index",
                "db_table": "search_entry",
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "object_id"), name="search_entry_once")
                ],
            },
        ),
    ]
