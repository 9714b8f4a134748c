"""Sizes, names and contents of the project's files."""

import ast
import re
from pathlib import Path

from tests.consistency.tree import files_ending, own_apps, project_files, read

MOST_LINES = 400
MOST_FUNCTION_LINES = 50
# Names that say nothing of what a module holds.
EMPTY_NAMES = {"util", "utils", "helper", "helpers", "misc", "tools", "functions", "lib", "stuff"}
# Written apart, so that this very file holds none of them.
REGISTRIES = [
    "py" + r"pi\.org",
    "python" + r"hosted",
    "npm" + r"js\.(org|com)",
    "deb\\." + "debian",
    r"repo1?\." + "maven",
    "crates" + r"\.io",
]
MACHINE_PATHS = r"(^|[^a-zA-Z0-9_.])/(work|farm|root)/"
PACKED = {".avif", ".gif", ".ico", ".jpg", ".png", ".webp", ".woff", ".woff2", ".gz", ".zip"}


def test_no_file_is_too_long() -> None:
    long = {
        str(path): lines
        for path in files_ending(".py", ".ts", ".css", ".html")
        if (lines := read(path).count("\n")) > MOST_LINES
    }

    assert not long


def code_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function, from `def` to its end, without its docstring."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    documented = ast.get_docstring(function, clean=False) is not None
    return lines - ((first.end_lineno or first.lineno) - first.lineno + 1 if documented else 0)


def test_no_function_is_too_long() -> None:
    long = []
    for path in files_ending(".py"):
        for node in ast.walk(ast.parse(read(path))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = code_lines(node)
                if lines > MOST_FUNCTION_LINES:
                    long.append(f"{path}:{node.lineno} {node.name}: {lines} lines")

    assert not long


def test_no_module_has_an_empty_name() -> None:
    assert not [path for path in files_ending(".py", ".ts") if path.stem in EMPTY_NAMES]


def test_every_package_says_what_it_holds() -> None:
    packages = [path for path in files_ending(".py", migrations=True) if path.name == "__init__.py"]

    assert not [str(path) for path in packages if not ast.get_docstring(ast.parse(read(path)))]
    assert len(packages) > 20


def test_every_folder_of_python_is_a_package() -> None:
    paths = set(project_files())
    roots = tuple(app.name.partition(".")[0] for app in own_apps())
    folders = {path.parent for path in paths if path.suffix == ".py" and path.parts[0] in roots}

    assert not [str(folder) for folder in folders if folder / "__init__.py" not in paths]


def test_no_registry_and_no_path_of_a_machine_is_named() -> None:
    forbidden = re.compile("|".join([*REGISTRIES, MACHINE_PATHS]), re.MULTILINE)
    found = []
    for path in project_files():
        if path.suffix in PACKED or path == Path("tests/consistency/test_files.py"):
            continue
        for match in forbidden.finditer(read(path)):
            found.append(f"{path}: {match[0].strip()}")

    assert not found
