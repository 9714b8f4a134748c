"""A StreamField whose blocks can change without a migration."""

from typing import Any

from wagtail.fields import StreamField


class BodyField(StreamField):
    """A StreamField that leaves its block definitions out of migrations.

    The column holds JSON whatever the blocks, so a change of blocks changes no table. The price: a data
    migration that rewrites stored blocks works on the raw JSON (`wagtail.blocks.migrations`).
    """

    def __init__(self, block_types: Any = (), **kwargs: Any) -> None:
        super().__init__(block_types, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Describe the field to migrations with an empty list of blocks."""
        name, path, _, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [[]], kwargs
