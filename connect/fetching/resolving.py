"""Where names lead, in bounded time: the system's own resolver may hang for a minute."""

import ipaddress
import socket
import threading
from collections.abc import Sequence
from queue import Empty, SimpleQueue

from connect.fetching.guarding import Ip

# Look-ups that hang keep their thread until the system gives up; there are never more of them than this.
MOST_AT_ONCE = 16
_room = threading.BoundedSemaphore(MOST_AT_ONCE)


def ask_system(name: str, seconds: float) -> Sequence[Ip]:
    """Every address of a name, as the system's resolver tells.

    Args:
        name: a host in ASCII.
        seconds: how long to wait.

    Raises:
        OSError: `socket.gaierror` when the name is unknown, `TimeoutError` when nobody answers in time.
    """
    if not _room.acquire(timeout=seconds):
        raise TimeoutError("too many look-ups hang")
    answers: SimpleQueue[list[Ip] | BaseException] = SimpleQueue()
    threading.Thread(target=_look_up, args=(name, answers), name="look-up", daemon=True).start()
    try:
        answer = answers.get(timeout=seconds)
    except Empty:
        raise TimeoutError("the resolver does not answer") from None
    if isinstance(answer, BaseException):
        raise answer
    return answer


def _look_up(name: str, answers: "SimpleQueue[list[Ip] | BaseException]") -> None:
    try:
        found = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
        # A scope (`%eth0`) belongs to link-local addresses, which are refused anyway.
        texts = dict.fromkeys(str(entry[4][0]).partition("%")[0] for entry in found)
        answers.put([ipaddress.ip_address(text) for text in texts])
    except BaseException as error:  # noqa: BLE001  # handed to the thread that waits for it
        answers.put(error)
    finally:
        _room.release()
