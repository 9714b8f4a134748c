"""Makes the runtime's rows for tests."""

import factory
from factory.django import DjangoModelFactory

from connect.runtime.models import JobRun


class JobRunFactory(DjangoModelFactory):
    """The record of a job that never ran."""

    class Meta:
        model = JobRun

    task = factory.Sequence(lambda n: f"connect.runtime.tasks.job_{n}")
