"""Bounds the work of a comparison: a hostile text must not hold a process."""

# Products of lengths in words: of one comparison of texts, and of all those of a document.
WORDS_AT_ONCE = 400_000
WORDS_IN_ALL = 8_000_000
# Pairs of blocks whose words are counted together.
PAIRS_IN_ALL = 40_000


class Budget:
    """What a comparison may still do. What exceeds it is told as replaced as a whole: coarser, never wrong."""

    def __init__(self) -> None:
        self._words = WORDS_IN_ALL
        self._pairs = PAIRS_IN_ALL

    def takes_words(self, cells: int) -> bool:
        """Whether two texts may be compared, whose lengths in words multiply to this; it is counted then."""
        if cells > min(self._words, WORDS_AT_ONCE):
            return False
        self._words -= cells
        return True

    def takes_pair(self) -> bool:
        """Whether one more pair of blocks may be compared by the words that they share; it is counted then."""
        self._pairs -= 1
        return self._pairs >= 0
