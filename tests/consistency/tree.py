"""What the consistency tests look at: the project's files, apps and layers."""

import re
import subprocess
import tomllib
from functools import cache
from pathlib import Path

from django.apps import AppConfig, apps
from django.db.models import Model

ROOT = Path(__file__).resolve().parents[2]


@cache
def project_files() -> tuple[Path, ...]:
    """Every file of the project that git does not ignore, relative to its root, sorted."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    names = {name for name in listed.stdout.split("\0") if name}
    return tuple(sorted(Path(name) for name in names if (ROOT / name).is_file()))


def files_ending(*suffixes: str, migrations: bool = False) -> list[Path]:
    """The project's files of some kinds.

    Args:
        suffixes: such as `.py`.
        migrations: whether to list migrations too.
    """
    return [
        path
        for path in project_files()
        if path.suffix in suffixes and (migrations or "migrations" not in path.parts)
    ]


def read(path: Path) -> str:
    """Text of a project file.

    Args:
        path: relative to the project's root.
    """
    return (ROOT / path).read_text(encoding="utf-8")


@cache
def pyproject() -> dict[str, object]:
    """The project's own description."""
    return tomllib.loads(read(Path("pyproject.toml")))


def layers() -> dict[str, int]:
    """Height of each package named by import-linter's contract of layers; the lowest is 0."""
    tool = pyproject()["tool"]
    assert isinstance(tool, dict)
    contracts = tool["importlinter"]["contracts"]
    (rows,) = [contract["layers"] for contract in contracts if contract["type"] == "layers"]
    return {
        name.strip(): height
        for height, row in enumerate(reversed(rows))
        for name in re.split("[|:]", row)
    }


def own_apps() -> list[AppConfig]:
    """The Django applications of this project."""
    roots = tuple(layers())
    return [app for app in apps.get_app_configs() if app.name in roots]


def own_models() -> list[type[Model]]:
    """The models that this project keeps tables for, without those Django makes for relations."""
    return [model for app in own_apps() for model in app.get_models()]
