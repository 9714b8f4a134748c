"""The cache of a product that runs in several processes: Redis, or this process's memory while Redis is away."""

import logging
import time
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as Unreachable
from redis.exceptions import RedisError
from redis.retry import Retry

TIMEOUT_SECONDS = 1.0
#: Once the server failed, nobody asks it within these seconds.
REST_SECONDS = 2.0
COMPLAIN_SECONDS = 10.0

logger = logging.getLogger(__name__)


class SharedCache(RedisCache):
    """Django's Redis cache, whose failures neither reach a page nor lift a bound: each process counts for itself then.

    `clear` removes what begins with the prefix of this cache; the rest of the server is left alone.
    """

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        """Prepare both.

        Args:
            server: address of the server.
            params: as in `CACHES`; `OPTIONS["MAX_ENTRIES"]` bounds the memory used while the server is away.
        """
        super().__init__(server, {**params, "OPTIONS": {}})
        self._options = {
            "socket_timeout": TIMEOUT_SECONDS,
            "socket_connect_timeout": TIMEOUT_SECONDS,
            "retry": Retry(NoBackoff(), 1, supported_errors=(Unreachable,)),
        }
        self._stand_in = LocMemCache(f"stand-in:{self.key_prefix}", params)

    def add(self, *args: Any, **kwargs: Any) -> Any:
        """See Django."""
        return self._do("add", args, kwargs)

    def get(self, *args: Any, **kwargs: Any) -> Any:
        """See Django."""
        return self._do("get", args, kwargs)

    def set(self, *args: Any, **kwargs: Any) -> Any:
        """See Django."""
        return self._do("set", args, kwargs)

    def touch(self, *args: Any, **kwargs: Any) -> Any:
        """See Django."""
        return self._do("touch", args, kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """See Django."""
        return self._do("delete", args, kwargs)

    def get_many(self, *args: Any, **kwargs: Any) -> Any:
        """See Django."""
        return self._do("get_many", args, kwargs)

    def has_key(self, *args: Any, **kwargs: Any) -> Any:
        """See Django."""
        return self._do("has_key", args, kwargs)

    def incr(self, *args: Any, **kwargs: Any) -> Any:
        """See Django."""
        return self._do("incr", args, kwargs)

    def set_many(self, *args: Any, **kwargs: Any) -> Any:
        """See Django."""
        return self._do("set_many", args, kwargs)

    def delete_many(self, *args: Any, **kwargs: Any) -> Any:
        """See Django."""
        return self._do("delete_many", args, kwargs)

    @property
    def away(self) -> bool:
        """Whether the server did not answer a moment ago."""
        return not _Rest.over()

    def clear(self) -> None:
        """Remove every key of this cache, in every process."""
        self._stand_in.clear()
        try:
            client = self._cache.get_client(write=True)
            keys = list(client.scan_iter(match=f"{self.key_prefix}:*", count=1000))
            for start in range(0, len(keys), 1000):
                client.delete(*keys[start : start + 1000])
        except RedisError as error:
            _Rest.begin(error)

    def _do(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        if not _Rest.over():
            return getattr(self._stand_in, name)(*args, **kwargs)
        try:
            return getattr(super(), name)(*args, **kwargs)
        except RedisError as error:
            _Rest.begin(error)
            return getattr(self._stand_in, name)(*args, **kwargs)


class _Rest:
    """How long this process leaves the server alone; Django makes one cache for each thread."""

    until = 0.0
    complained_at = 0.0

    @classmethod
    def over(cls) -> bool:
        return time.monotonic() >= cls.until

    @classmethod
    def begin(cls, error: RedisError) -> None:
        now = time.monotonic()
        cls.until = now + REST_SECONDS
        if now - cls.complained_at > COMPLAIN_SECONDS:
            cls.complained_at = now
            logger.error("The shared cache does not answer (%s).", type(error).__name__)
