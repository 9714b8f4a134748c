"""Why a file of the taxonomy is refused, in one sentence for the person who gave it."""


class VocabularyRefused(ValueError):
    """A vocabulary file that cannot be accepted; the message is in French."""


class TerritoriesRefused(ValueError):
    """A file of communes or EPCI that cannot be accepted; the message is in French."""
