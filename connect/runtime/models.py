"""When each job last ran."""

from django.db import models


class JobRun(models.Model):
    """The last outcome of one scheduled job: what beat and the operator rely on after a restart."""

    task = models.CharField("tâche", max_length=200, unique=True)
    succeeded_at = models.DateTimeField("dernière réussite", null=True, blank=True)
    failed_at = models.DateTimeField("dernier échec", null=True, blank=True)
    error = models.CharField("cause du dernier échec", max_length=500, blank=True)

    class Meta:
        verbose_name = "exécution d'une tâche"
        verbose_name_plural = "exécutions des tâches"
        ordering = ["task"]

    def __str__(self) -> str:
        return self.task
