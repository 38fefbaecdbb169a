"""The straight line of CONTRIBUTING.md: a module imports only from what stands before it."""

import ast
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "pymastery"
KINDS = ("bytecode", "layout", "graph", "check")
FACTS = {"cpython", "describe", "heap", "interpreter", "packed"}
"""What an inspector may use besides the standard library and its own folder."""
READS_JSON = {
    "bytecode/comparison/recorded.py": "files that views were saved in",
    "bytecode/cards/__init__.py": "the cards",
}
"""Facts that are kept as JSON; nothing else of a kind but its payload knows of that."""
MODULES = [path for path in PACKAGE.rglob("*.py") if "labextension" not in path.parts]


def imported(path: Path) -> set[str]:
    """Return the absolute names that a module imports, at any depth."""
    package = ".".join(path.relative_to(PACKAGE.parent).parent.parts)
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package.rsplit(".", node.level - 1)[0] if node.level > 1 else package
            module = node.module if not node.level else ".".join(filter(None, (base, node.module)))
            names.update(f"{module}.{alias.name}" for alias in node.names)
    return names


def ours(path: Path) -> set[str]:
    """Return what a module imports of the package, the first name below it."""
    return {name.split(".")[1] for name in imported(path) if name.startswith("pymastery.")}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_the_standard_library_is_needed(path):
    optional = {
        "IPython",
        "jupyter_core",
        "jupyterlab_server",
        "pyodide_js",
    }  # asked for where they are, never required
    foreign = {name.split(".")[0] for name in imported(path)} - set(sys.stdlib_module_names) - {"pymastery"}
    assert foreign <= optional


ABOVE = {
    "interpreter.py": set(),
    "describe.py": set(),
    "markup.py": set(),
    "packed.py": set(),
    "display.py": {"markup"},
    "cpython": {"cpython", "interpreter"},
    "heap": {"heap", "cpython", "describe"},
    "checks": {"checks", "describe"},
    "exercises": {"exercises", "checks", "describe"},
}
"""What stands above a part that all kinds use: all it may import of the package."""


@pytest.mark.parametrize("part", ABOVE)
def test_what_the_kinds_share_imports_only_from_above(part):
    place = PACKAGE / part
    for path in [place] if place.suffix else place.rglob("*.py"):
        assert ours(path) <= ABOVE[part], path.name


@pytest.mark.parametrize("kind", KINDS)
def test_no_kind_imports_another(kind):
    for path in (PACKAGE / kind).rglob("*.py"):
        assert not ours(path) & (set(KINDS) - {kind}), path.name


def comes_after_facts(path: Path, kind: str) -> bool:
    """Whether a module of a kind makes something of the facts: its entry point, payload, static forms or view."""
    return path == PACKAGE / kind / "__init__.py" or path.stem.split("_")[0] in ("payload", "static", "view")


def parts(kind: str, *stems: str) -> list[Path]:
    """Return the modules of a kind that are parts of its payload and so on: payload.py, payload_film.py."""
    return [path for path in (PACKAGE / kind).rglob("*.py") if path.stem.split("_")[0] in stems]


def imports_of(path: Path, kind: str, *stems: str) -> list[str]:
    """Return what a module imports of such modules."""
    inside = f"pymastery.{kind}."
    return [
        name
        for name in imported(path)
        if name.startswith(inside) and any(part.split("_")[0] in stems for part in name.removeprefix(inside).split("."))
    ]


@pytest.mark.parametrize("kind", ["bytecode", "layout", "graph"])
def test_facts_know_no_text_and_no_display(kind):
    for path in (PACKAGE / kind).rglob("*.py"):
        if comes_after_facts(path, kind):
            continue
        assert ours(path) <= FACTS | {kind}, path.name
        assert not imports_of(path, kind, "payload", "static", "view"), path.name
        foreign = {"json", "html", "IPython"} & {name.split(".")[0] for name in imported(path)}
        assert foreign <= ({"json"} if str(path.relative_to(PACKAGE)) in READS_JSON else set()), path.name


@pytest.mark.parametrize("kind", KINDS)
def test_a_payload_knows_no_text(kind):
    assert parts(kind, "payload")
    for path in parts(kind, "payload"):
        assert not ours(path) & {"markup", "display"}, path.name
        assert not imports_of(path, kind, "static", "view"), path.name


@pytest.mark.parametrize("kind", KINDS)
def test_a_static_form_knows_no_payload(kind):
    assert parts(kind, "static")
    for path in parts(kind, "static"):
        assert not ours(path) & {"display"}, path.name
        assert not imports_of(path, kind, "payload", "view"), path.name


def test_facts_about_versions_stand_in_cpython_alone():
    for path in MODULES:
        if "cpython" in path.parts or path.name == "interpreter.py":
            continue
        source = path.read_text(encoding="utf-8")
        assert "sys.version_info" not in source, f"{path.relative_to(PACKAGE)} asks for a version"
        assert "hexversion" not in source, f"{path.relative_to(PACKAGE)} asks for a version"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_files_and_functions_are_short(path):
    source = path.read_text(encoding="utf-8")
    assert source.count("\n") <= 400
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno - node.lineno < 60, node.name
