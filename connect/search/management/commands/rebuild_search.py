"""`manage.py rebuild_search`: write the index again."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from connect.search import registry, services


class Command(BaseCommand):
    """Write every entry again, remove what is no longer public, count the words."""

    help = "Rebuild the search index (exit code 0, or 1 when a kind is unknown)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the kinds that may be chosen."""
        parser.add_argument("kinds", nargs="*", help="kinds to rebuild (all by default)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild and print a line per kind.

        Raises:
            CommandError: when a kind is not registered.
        """
        known = registry.sources()
        unknown = sorted(set(options["kinds"]) - set(known))
        if unknown:
            raise CommandError(f"Unknown kinds: {', '.join(unknown)}. Known: {', '.join(known)}.")
        verbose = options["verbosity"] > 1
        done = services.reindex(options["kinds"] or None, self._show if verbose else None)
        for rebuilt in done:
            self.stdout.write(
                f"{rebuilt.kind}: {rebuilt.indexed} indexed, {rebuilt.removed} removed"
            )

    def _show(self, kind: str, read: int, total: int) -> None:
        self.stdout.write(f"{kind}: {read} / {total}")
