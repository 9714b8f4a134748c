"""A process that serves the sockets of the kind « essai » from a database of the suite.

It announces itself with one line, like the product. Its arguments: port, ids of the persons who may write.
"""

import sys

import django
import uvicorn
from django.conf import settings


def main(port: int, writers: set[int]) -> None:
    """Serve until killed.

    Args:
        port: on 127.0.0.1.
        writers: who may write in owner 7.
    """
    # The suite's settings make a database of their own otherwise: this process must open the suite's.
    django.setup()
    from connect.coedit.draft import Draft  # noqa: PLC0415  # applications are loaded only now
    from connect.realtime.bus import bus  # noqa: PLC0415  # applications are loaded only now
    from connect.routing import websocket_application  # noqa: PLC0415  # likewise
    from tests.coedit.notebook import Notebook, paragraph  # noqa: PLC0415  # likewise

    begun = Draft(lines={"title": "Carnet"}, bodies={"body": (paragraph("Début"),)})
    Notebook(owners={7: begun}, writers=writers).register()
    assert settings.ALLOWED_HOSTS
    assert bus().healthy is not None

    class Announcing(uvicorn.Server):
        async def startup(self, sockets: list[object] | None = None) -> None:
            await super().startup(sockets)  # type: ignore[arg-type]  # uvicorn's own list of sockets
            print("serving", flush=True)  # noqa: T201  # read by the test that started it

    config = uvicorn.Config(
        websocket_application,
        host="127.0.0.1",
        port=port,
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        lifespan="off",
        log_level="error",
    )
    Announcing(config).run()


if __name__ == "__main__":
    main(int(sys.argv[1]), {int(word) for word in sys.argv[2:]})
