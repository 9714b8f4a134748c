"""The environment, read once, typed and refused with one sentence when inconsistent."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

LOCAL_HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]", "::1"})


class EnvironmentRefused(SystemExit):
    """Raised at start when the environment is inconsistent; its text is one sentence for the operator."""


@dataclass(frozen=True)
class Environment:
    """Everything the operator may set; `docs/operations.md` has the table."""

    root: Path
    database_url: str
    redis_url: str
    elasticsearch_url: str
    email_url: str
    secret_key: str
    allowed_hosts: tuple[str, ...]
    csrf_trusted_origins: tuple[str, ...]
    media_root: Path
    host: str
    port: int
    demo: bool
    demo_password: str

    @property
    def embedded(self) -> bool:
        """Whether the whole product runs in one process tree, without Redis."""
        return not self.redis_url


def _words(value: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in value.split(",") if word.strip())


def _kept_secret(var: Path) -> str:
    """The secret that a first start makes and keeps in `var/`."""
    path = var / "secret_key"
    if path.exists():
        return path.read_text(encoding="ascii").strip()
    var.mkdir(parents=True, exist_ok=True)
    secret = secrets.token_urlsafe(50)
    path.touch(mode=0o600)
    path.write_text(secret, encoding="ascii")
    return secret


def _port(value: str) -> int:
    if not value.isdigit() or not 0 < int(value) < 65536:
        raise EnvironmentRefused(f"PORT must be a number between 1 and 65535, not « {value} ».")
    return int(value)


def _flag(name: str, value: str) -> bool:
    if value not in {"", "0", "1"}:
        raise EnvironmentRefused(f"{name} must be 0 or 1, not « {value} ».")
    return value == "1"


def read(values: Mapping[str, str], root: Path) -> Environment:
    """Read and check the environment.

    Args:
        values: the variables, usually `os.environ`.
        root: the project's folder; relative defaults start there.

    Raises:
        EnvironmentRefused: with one sentence that names the variable at fault.
    """
    var = root / "var"
    host = values.get("HOST", "") or "127.0.0.1"
    demo = _flag("DEMO", values.get("DEMO", ""))
    allowed = _words(values.get("ALLOWED_HOSTS", "")) or tuple(sorted(LOCAL_HOSTS))
    environment = Environment(
        root=root,
        database_url=values.get("DATABASE_URL", "") or f"sqlite:///{var / 'essor.sqlite3'}",
        redis_url=values.get("REDIS_URL", ""),
        elasticsearch_url=values.get("ELASTICSEARCH_URL", ""),
        email_url=values.get("EMAIL_URL", ""),
        secret_key=values.get("SECRET_KEY", "") or _kept_secret(var),
        allowed_hosts=allowed,
        csrf_trusted_origins=_words(values.get("CSRF_TRUSTED_ORIGINS", "")),
        media_root=Path(values.get("MEDIA_ROOT", "") or var / "media"),
        host=host,
        port=_port(values.get("PORT", "") or "8000"),
        demo=demo,
        demo_password=values.get("DEMO_PASSWORD", ""),
    )
    _refuse_inconsistent(environment)
    return environment


def _refuse_inconsistent(environment: Environment) -> None:
    public = [h for h in (environment.host, *environment.allowed_hosts) if h not in LOCAL_HOSTS]
    if environment.demo and public:
        raise EnvironmentRefused(
            f"DEMO=1 shows demonstration accounts and mails: it is refused with the public host « {public[0]} »."
        )
    if "*" in environment.allowed_hosts:
        raise EnvironmentRefused("ALLOWED_HOSTS must name the hosts served: « * » is refused.")
    if public and len(environment.secret_key) < 40:
        raise EnvironmentRefused("SECRET_KEY must be at least 40 characters long on a public host.")
    for origin in environment.csrf_trusted_origins:
        if urlsplit(origin).scheme not in {"http", "https"}:
            raise EnvironmentRefused(f"CSRF_TRUSTED_ORIGINS needs a scheme in « {origin} » (https://…).")


ENVIRONMENT = read(os.environ, Path(__file__).resolve().parents[2])
