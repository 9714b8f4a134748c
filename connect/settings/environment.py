"""The environment, read once, typed and refused with one sentence when inconsistent."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from connect.settings.refusals import (
    EnvironmentRefused,
    refuse_bad_addresses,
    refuse_bad_hosts,
    refuse_many_processes,
    refuse_unsupported,
    refuse_unwritable,
)

LOCAL_HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]", "::1"})
SHORTEST_SECRET = 40


@dataclass(frozen=True)
class Environment:
    """Everything the operator may set; `docs/operations.md` has the table."""

    root: Path
    var: Path
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
    processes: int
    demo: bool
    demo_password: str

    @property
    def embedded(self) -> bool:
        """Whether the whole product runs in one process, jobs included: without Redis."""
        return not self.redis_url

    @property
    def local(self) -> bool:
        """Whether only requests for this machine are answered: no HTTPS is asked for then."""
        return set(self.allowed_hosts) <= LOCAL_HOSTS

    @property
    def public_hosts(self) -> tuple[str, ...]:
        """The hosts among `HOST` and `ALLOWED_HOSTS` that other machines may reach."""
        return tuple(h for h in (self.host, *self.allowed_hosts) if h not in LOCAL_HOSTS)


def _words(value: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in value.split(",") if word.strip())


def _kept_secret(var: Path) -> str:
    """The secret that a first start makes and keeps in `var`, readable by its owner only."""
    path = var / "secret_key"
    if path.exists() and (kept := path.read_text(encoding="ascii").strip()):
        return kept
    secret = secrets.token_urlsafe(50)
    # Written aside, then moved: two processes that start together agree on one of the two.
    aside = path.with_name(f"secret_key.{os.getpid()}")
    aside.touch(mode=0o600)
    aside.write_text(secret, encoding="ascii")
    try:
        os.link(aside, path)
    except FileExistsError:
        secret = path.read_text(encoding="ascii").strip()
    aside.unlink()
    return secret


def _number(name: str, value: str, highest: int) -> int:
    if not (value.isascii() and value.isdigit()) or not 0 < int(value) <= highest:
        raise EnvironmentRefused(
            f"{name} must be a number between 1 and {highest}, not « {value} »."
        )
    return int(value)


def _flag(name: str, value: str) -> bool:
    if value not in {"", "0", "1"}:
        raise EnvironmentRefused(f"{name} must be 0 or 1, not « {value} ».")
    return value == "1"


def _refuse_public_demo(environment: Environment) -> None:
    public = environment.public_hosts
    if environment.demo and public:
        raise EnvironmentRefused(
            "DEMO=1 shows demonstration accounts and mails: "
            f"it is refused with the public host « {public[0]} »."
        )
    if environment.demo_password and not environment.demo:
        raise EnvironmentRefused("DEMO_PASSWORD is set but DEMO is not 1: remove one or set both.")


def _refuse_weak_secret(environment: Environment) -> None:
    if len(environment.secret_key) < SHORTEST_SECRET and not environment.local:
        raise EnvironmentRefused(
            f"SECRET_KEY must be at least {SHORTEST_SECRET} characters long on a public host."
        )


def read(values: Mapping[str, str], root: Path) -> Environment:
    """Read and check the environment.

    Args:
        values: the variables, usually `os.environ`; an empty value counts as absent.
        root: the project's folder; relative defaults start there.

    Raises:
        EnvironmentRefused: with one sentence that names the variable at fault.
    """
    value = {name: text.strip() for name, text in values.items() if text.strip()}
    var = Path(value.get("VAR_ROOT") or root / "var").absolute()
    media = Path(value.get("MEDIA_ROOT") or var / "media").absolute()
    refuse_unwritable("VAR_ROOT", var)
    refuse_unwritable("MEDIA_ROOT", media)
    var.mkdir(parents=True, exist_ok=True)
    environment = Environment(
        root=root,
        var=var,
        database_url=value.get("DATABASE_URL") or f"sqlite:///{var / 'essor.sqlite3'}",
        redis_url=value.get("REDIS_URL", ""),
        elasticsearch_url=value.get("ELASTICSEARCH_URL", ""),
        email_url=value.get("EMAIL_URL", ""),
        secret_key=value.get("SECRET_KEY") or _kept_secret(var),
        allowed_hosts=_words(value.get("ALLOWED_HOSTS", "")) or tuple(sorted(LOCAL_HOSTS)),
        csrf_trusted_origins=_words(value.get("CSRF_TRUSTED_ORIGINS", "")),
        media_root=media,
        host=value.get("HOST") or "127.0.0.1",
        port=_number("PORT", value.get("PORT") or "8000", 65535),
        processes=_number("WEB_CONCURRENCY", value.get("WEB_CONCURRENCY") or "1", 512),
        demo=_flag("DEMO", value.get("DEMO", "")),
        demo_password=value.get("DEMO_PASSWORD", ""),
    )
    refuse_bad_addresses(environment.database_url, environment.email_url)
    refuse_unsupported(environment.elasticsearch_url)
    refuse_many_processes(environment.database_url, environment.redis_url, environment.processes)
    _refuse_public_demo(environment)
    if environment.host not in LOCAL_HOSTS and "ALLOWED_HOSTS" not in value:
        raise EnvironmentRefused(
            f"HOST={environment.host} serves other machines: name in ALLOWED_HOSTS the hosts that people will type."
        )
    refuse_bad_hosts(environment.host, environment.allowed_hosts, environment.csrf_trusted_origins)
    _refuse_weak_secret(environment)
    return environment


ENVIRONMENT = read(os.environ, Path(__file__).resolve().parents[2])
