"""The environment is read as the operator meant it, or refused with one sentence."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from connect.settings.environment import Environment, read
from connect.settings.refusals import EnvironmentRefused

ROOT = Path(__file__).resolve().parents[2]
SECRET = "s" * 50
POSTGRES = "postgres://essor@localhost/essor"


def read_in(folder: Path, **values: str) -> Environment:
    return read({"VAR_ROOT": str(folder / "var"), **values}, root=folder)


def test_an_empty_environment_is_a_local_embedded_site(tmp_path: Path) -> None:
    environment = read({}, root=tmp_path)

    assert (environment.host, environment.port) == ("127.0.0.1", 8000)
    assert environment.database_url == f"sqlite:///{tmp_path}/var/essor.sqlite3"
    assert environment.media_root == tmp_path / "var" / "media"
    assert environment.embedded
    assert environment.local
    assert not environment.demo


def test_an_empty_value_counts_as_absent(tmp_path: Path) -> None:
    assert read_in(tmp_path, PORT="", HOST=" ", DATABASE_URL="").port == 8000


def test_the_secret_is_made_once_and_kept_from_others(tmp_path: Path) -> None:
    first = read_in(tmp_path)
    second = read_in(tmp_path)

    kept = tmp_path / "var" / "secret_key"
    assert first.secret_key == second.secret_key == kept.read_text()
    assert len(first.secret_key) >= 50
    assert kept.stat().st_mode & 0o077 == 0
    assert [path.name for path in kept.parent.iterdir()] == ["secret_key"]


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"PORT": "http"}, "PORT"),
        ({"PORT": "0"}, "PORT"),
        ({"PORT": "65536"}, "PORT"),
        ({"PORT": "-1"}, "PORT"),
        ({"PORT": "²"}, "PORT"),
        ({"DEMO": "yes"}, "DEMO"),
        ({"DEMO": "1", "HOST": "0.0.0.0"}, "DEMO"),
        ({"DEMO": "1", "HOST": "192.0.2.1"}, "DEMO"),
        ({"DEMO": "1", "ALLOWED_HOSTS": "localhost,essor.example.org"}, "DEMO"),
        ({"DEMO_PASSWORD": "secret"}, "DEMO_PASSWORD"),
        ({"HOST": "0.0.0.0"}, "ALLOWED_HOSTS"),
        ({"HOST": "not a host"}, "ALLOWED_HOSTS"),
        ({"HOST": "not a host", "ALLOWED_HOSTS": "localhost"}, "HOST"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "https://essor.example.org"}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "essor.example.org", "SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"CSRF_TRUSTED_ORIGINS": "essor.example.org"}, "CSRF_TRUSTED_ORIGINS"),
        ({"CSRF_TRUSTED_ORIGINS": "https://"}, "CSRF_TRUSTED_ORIGINS"),
        ({"CSRF_TRUSTED_ORIGINS": "https://[1"}, "CSRF_TRUSTED_ORIGINS"),
        ({"DATABASE_URL": "essor"}, "DATABASE_URL"),
        ({"DATABASE_URL": "mysql://localhost/essor"}, "DATABASE_URL"),
        ({"DATABASE_URL": "postgres://localhost"}, "DATABASE_URL"),
        ({"DATABASE_URL": "postgres://localhost:port/essor"}, "DATABASE_URL"),
        ({"DATABASE_URL": "sqlite://essor.sqlite3"}, "DATABASE_URL"),
        ({"DATABASE_URL": "sqlite:////dev/null/essor.sqlite3"}, "DATABASE_URL"),
        ({"EMAIL_URL": "mail.example.org"}, "EMAIL_URL"),
        ({"EMAIL_URL": "http://mail.example.org"}, "EMAIL_URL"),
        ({"EMAIL_URL": "smtp://"}, "EMAIL_URL"),
        ({"REDIS_URL": "localhost:6379"}, "REDIS_URL"),
        ({"REDIS_URL": "redis://"}, "REDIS_URL"),
        ({"REDIS_URL": "redis://localhost:port/0", "DATABASE_URL": POSTGRES}, "REDIS_URL"),
        ({"REDIS_URL": "redis://localhost:6379/0"}, "DATABASE_URL"),
        ({"WEB_CONCURRENCY": "2", "DATABASE_URL": POSTGRES}, "REDIS_URL"),
        ({"WEB_CONCURRENCY": "2", "REDIS_URL": "redis://localhost:6379/0"}, "SQLite"),
        ({"ELASTICSEARCH_URL": "http://localhost:9200"}, "ELASTICSEARCH_URL"),
        ({"WEB_CONCURRENCY": "2"}, "WEB_CONCURRENCY"),
        ({"WEB_CONCURRENCY": "many"}, "WEB_CONCURRENCY"),
        ({"MEDIA_ROOT": "/dev/null/media"}, "MEDIA_ROOT"),
        ({"VAR_ROOT": "/dev/null/var"}, "VAR_ROOT"),
    ],
)
def test_what_cannot_work_is_refused_with_one_sentence(
    tmp_path: Path, values: dict[str, str], named: str
) -> None:
    with pytest.raises(EnvironmentRefused) as refused:
        read_in(tmp_path, **values)

    told = str(refused.value)
    assert named in told
    assert told.endswith(".") or told.endswith(").")
    assert "\n" not in told


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://essor:opensesame@localhost/essor"),
        ("DATABASE_URL", "postgres://essor:opensesame@localhost"),
        ("EMAIL_URL", "imap://essor:opensesame@localhost"),
        ("REDIS_URL", "http://essor:opensesame@localhost"),
        ("REDIS_URL", "redis://essor:opensesame@localhost/0"),
    ],
)
def test_a_refusal_repeats_no_password(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(EnvironmentRefused) as refused:
        read_in(tmp_path, **{name: value})

    assert "opensesame" not in str(refused.value)


def test_a_public_site_is_accepted_when_it_names_its_hosts(tmp_path: Path) -> None:
    environment = read_in(
        tmp_path,
        HOST="0.0.0.0",
        ALLOWED_HOSTS="essor.example.org, .chambre.example",
        CSRF_TRUSTED_ORIGINS="https://essor.example.org",
        SECRET_KEY=SECRET,
        DATABASE_URL="postgres://essor:p%40ss@db.internal:5432/essor",
        EMAIL_URL="submission://user:pass@mail.example.org:587",
    )

    assert environment.allowed_hosts == ("essor.example.org", ".chambre.example")
    assert not environment.local


def test_several_processes_are_accepted_with_postgresql_and_redis(tmp_path: Path) -> None:
    environment = read_in(
        tmp_path,
        DATABASE_URL=POSTGRES,
        REDIS_URL="rediss://essor:p%40ss@live.internal:6379/2",
        WEB_CONCURRENCY="4",
    )

    assert environment.processes == 4
    assert not environment.embedded
    assert read_in(tmp_path, DATABASE_URL=POSTGRES).embedded


def test_the_process_ends_with_the_sentence_and_no_traceback(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "VAR_ROOT": str(tmp_path), "PORT": "eighty"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 1
    assert ended.stderr == "PORT must be a number between 1 and 65535, not « eighty ».\n"
