"""The order of imports that ARCHITECTURE.md draws, held by reading the code."""

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ("linkbio", "profiles", "tiktok_auth")

# A package may import itself and those after it.
PACKAGES = ["linkbio", "profiles", "tiktok_auth"]

# Within a package, a module may import those in its own row and the rows above it. A part of a package that stands
# apart from the others is named with it.
TIKTOK_AUTH = [
    {"errors", "sealing", "slots", "apart", "cache"},
    {"addresses", "replies", "waiting"},
    {"clock", "payloads"},
    {"transport"},
    {"client"},
    {"models", "signals", "calls"},
    {"budget", "holding", "tokens", "csp", "sessions"},
    {"display"},
    {"provider", "adapter", "views", "events", "tasks", "webhooks", "admin", "management"},
    {"urls", "apps"},
]
PROFILES = [
    {"validators", "inapp", "sites", "contrast", "themes", "codes", "table", "shapes", "references", "easel", "texts"},
    {"models"},
    {"wall", "reasons", "imitation", "portability.contents"},
    {"forms"},
    {"page_cache", "insights", "ranking", "styles", "planner", "opinions", "shelf"},
    {"snapshots", "covers", "domains", "moderation", "portability", "pages", "links", "vcards", "design", "videos"},
    {"edge", "media"},
    {
        "scanning",
        "states",
        "tasks",
        "receivers",
        "showcase",
        "templatetags",
        "freshness",
        "simulation",
        "seeding",
        "metadata",
        "metrics",
        "cards",
        "feeds",
        "erasure",
    },
    {"rendering"},
    {"views", "admin", "desk", "connection", "management"},
    {"urls", "apps"},
]


def modules(package: str) -> Iterator[Path]:
    for path in sorted((ROOT / package).rglob("*.py")):
        if "migrations" not in path.parts:
            yield path


def imports(path: Path) -> Iterator[str]:
    """Dotted names of what a module imports from this project."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        yield from (name for name in names if name.split(".")[0] in APPS)


def place(rows: list[set[str]], name: str) -> int:
    """The row of a module, by its dotted name within its package, or of what it is a part of."""
    whole, part = name.split(".")[0], ".".join(name.split(".")[:2])
    return next(number for number, row in enumerate(rows) if part in row or whole in row)


@pytest.mark.parametrize("package", PACKAGES)
def test_packages_import_one_way(package: str) -> None:
    allowed = PACKAGES[PACKAGES.index(package) :]
    wrong = [
        (path.name, name) for path in modules(package) for name in imports(path) if name.split(".")[0] not in allowed
    ]
    assert wrong == []


@pytest.mark.parametrize(("package", "rows"), [("tiktok_auth", TIKTOK_AUTH), ("profiles", PROFILES)])
def test_modules_import_only_what_stands_above_them(package: str, rows: list[set[str]]) -> None:
    wrong = []
    for path in modules(package):
        parts = path.relative_to(ROOT / package).with_suffix("").parts
        if parts[0] in {"__init__", "sandbox"}:
            continue
        for name in imports(path):
            other, _dot, inside = name.partition(".")
            if other == package and inside and place(rows, inside) > place(rows, ".".join(parts)):
                wrong.append((str(path.relative_to(ROOT)), name))
    assert wrong == []


def test_no_modules_import_each_other_in_a_circle() -> None:
    files = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for package in APPS
        for path in modules(package)
    }
    needs = {
        module: {name if name in files else name.rpartition(".")[0] for name in imports(path)}
        for module, path in files.items()
    }
    TopologicalSorter(needs).prepare()  # raises CycleError, which names the circle


def test_sandbox_shares_no_code_with_what_it_tests() -> None:
    wrong = [
        (path.name, name)
        for path in modules("tiktok_auth/sandbox")
        for name in imports(path)
        if not name.startswith("tiktok_auth.sandbox")
    ]
    assert wrong == []


def test_only_the_sandbox_package_and_the_wiring_know_the_sandbox() -> None:
    knowing = {
        str(path.relative_to(ROOT))
        for package in APPS
        for path in modules(package)
        if "sandbox" not in path.parts and any(name.startswith("tiktok_auth.sandbox") for name in imports(path))
    }
    assert knowing <= {"linkbio/management/commands/seed_demo.py", "profiles/management/commands/seed.py"}


def test_only_bounded_marks_are_normalised() -> None:
    found = {path.name for package in APPS for path in modules(package) if "unicodedata.normalize(" in path.read_text()}
    assert found == {"text.py"}


def test_only_the_transport_speaks_http() -> None:
    clients = {"requests", "urllib3", "http.client", "socket", "urllib.request"}
    speaking = set()
    for package in APPS:
        for path in modules(package):
            for node in ast.walk(ast.parse(path.read_text())):
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
                names = [f"{node.module}.{name}" for name in names] if isinstance(node, ast.ImportFrom) else names
                if any(f"{name}.".startswith(f"{client}.") for name in names for client in clients):
                    speaking.add(str(path.relative_to(ROOT)))
    visitors = {
        "linkbio/bench/__main__.py",
        "linkbio/bench/reference.py",
        "linkbio/demo.py",
        "linkbio/management/commands/seed_demo.py",
    }
    trying_ports = {"linkbio/ports.py"}
    assert speaking - visitors - trying_ports - {"tiktok_auth/sandbox/webhooks.py"} == {"tiktok_auth/transport.py"}
