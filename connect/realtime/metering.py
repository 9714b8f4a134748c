"""How much came lately, so that nobody sends without bound."""

from collections import deque


class Meter:
    """A sum over the last seconds. Time is given by the caller, and never goes back."""

    def __init__(self, most: int, seconds: int) -> None:
        """Measure nothing yet.

        Args:
            most: what may come within the window.
            seconds: length of the window.
        """
        self._most = most
        self._seconds = seconds
        self._slots: deque[tuple[int, int]] = deque()
        self._sum = 0

    def allows(self, amount: int, now: float) -> bool:
        """Add an amount, and say whether all that came within the window stays under the bound.

        Args:
            amount: frames, or bytes.
            now: seconds of a clock that never goes back.
        """
        second = int(now)
        while self._slots and self._slots[0][0] <= second - self._seconds:
            self._sum -= self._slots.popleft()[1]
        if self._slots and self._slots[-1][0] == second:
            amount_before = self._slots.pop()[1]
            self._slots.append((second, amount_before + amount))
        else:
            self._slots.append((second, amount))
        self._sum += amount
        return self._sum <= self._most
