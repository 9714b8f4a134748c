"""What the documents promise exists."""

import re
from pathlib import Path

from tests.consistency.tree import read

COMMAND = re.compile(r"\bmake ([a-z][a-z-]*)")


def targets() -> set[str]:
    """What `make` can be asked for."""
    return set(re.findall(r"^([a-z][a-z-]*):", read(Path("Makefile")), re.MULTILINE))


def test_commands_of_the_readme_exist() -> None:
    # In code only: prose may say « make sure ».
    code = " ".join(re.findall(r"```.*?```|`[^`\n]+`", read(Path("README.md")), re.DOTALL))
    commands = set(COMMAND.findall(code))

    assert {"run", "test"} <= commands
    assert commands <= targets()


def test_every_target_is_explained() -> None:
    makefile = read(Path("Makefile"))
    explained = set(re.findall(r"^([a-z][a-z-]*):.*## \S", makefile, re.MULTILINE))

    assert targets() == explained
    assert {"help", "run", "test", "check", "ci", "services", "demo", "bench"} <= targets()


def test_the_operators_guide_has_every_variable() -> None:
    source = read(Path("connect/settings/environment.py"))
    read_names = set(re.findall(r"value\.get\(\"([A-Z_]+)\"", source))
    explained = set(
        re.findall(r"^\| `([A-Z_]+)` \|", read(Path("docs/operations.md")), re.MULTILINE)
    )

    assert read_names <= explained
    assert {"DATABASE_URL", "HOST", "PORT", "DEMO"} <= read_names
