"""The laws of the house, held by reading the source with ``ast``: who imports whom, through which door, and what
no module may do.

A room is a folder of sitegen/, or a module that stands alone beside them.  An import counts wherever it stands:
at the top, in a function or below ``TYPE_CHECKING``.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

import sitegen

PACKAGE = Path(sitegen.__file__).parent

MAY_IMPORT: Mapping[str, set[str]] = {
    "core": set(),
    "config": {"core"},
    "files": {"core"},
    "plugins": {"core"},
    "reading": {"core", "config", "plugins", "files"},
    "site": {"core", "config", "plugins"},
    "output": {"core", "config", "plugins", "files", "site"},
    "importing": {"core", "config", "plugins"},
    "publishing": {"core", "config", "plugins"},
    "scaffold": {"core", "config", "site"},
    "engine": {"core"},
    "press": {"core", "config", "plugins", "files", "reading", "site", "output", "engine"},
    "pipeline": {"core", "config", "files", "site", "output", "engine", "press"},
    "desk": {"core", "config", "files", "importing", "engine", "site", "pipeline"},
    "urls": {"core", "files", "reading", "engine", "site", "pipeline"},
    "dev": {"core", "config", "pipeline"},
    "cli": {"core", "config", "files", "reading", "site", "engine", "press", "dev", "scaffold", "desk", "urls", "pipeline"},
    "__main__": {"cli"},
}
"""What a room may know beside itself."""

ONLY = {"engine": {"core.task", "core.diagnostics", "core.record"}, "scaffold": {"core", "config", "site.slugs"}}
"""Rooms that may know only these modules of the rooms below."""

DOORS: Mapping[str, set[str]] = {
    "frontmatter": {"reading.front_matter"},
    "yaml": {"reading.front_matter"},
    "nh3": {"reading.sanitise"},
    "jinja2": {"output.theme"},
    "markupsafe": {"output.theme", "output.view"},
    "babel": {"output.dates"},
    "PIL": {"output.derivatives", "output.images", "output.social_card"},
    "watchdog": {"dev.watch"},
    "starlette": {"dev.serve"},
    "uvicorn": {"dev.serve"},
    "slugify": {"site.slugs"},
    "translitua": {"site.slugs"},
    "rcssmin": {"output.minify"},
    "rjsmin": {"output.minify"},
    "pydantic": {"config.validation"},
    "click": {"cli", "cli.building", "cli.checking", "cli.desk", "cli.printing", "cli.serving", "cli.urls"},
    "rich": {"cli.printing"},
    "tomllib": {"core.toml"},
    "sqlite3": {"engine.store"},
    "pluggy": {"plugins"},
    "pagefind_bin": {"output.pagefind"},
}
"""Each outside package, and the modules that may know it; Python-Markdown has reading.markdown_*."""

CLOCKS = {
    "now", "utcnow", "today", "time", "time_ns", "localtime", "gmtime", "getenv", "environ", "environb", "urandom", "uuid1", "uuid4",
    "random", "randint", "choice", "shuffle", "token_hex", "token_urlsafe", "setlocale", "getlocale", "gethostname", "getlogin", "expanduser",
}
DISK = {"open", "read_text", "read_bytes", "write_text", "write_bytes", "iterdir", "glob", "rglob", "scandir", "walk", "listdir", "unlink", "mkdir"}
AT_DISK = {"files", "engine", "press", "scaffold", "cli", "desk", "urls", "dev", "publishing"}
MUTATING = {"append", "extend", "insert", "add", "update", "setdefault", "pop", "popitem", "remove", "discard", "clear"}


def module_name(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)


MODULES = {module_name(path): path for path in sorted(PACKAGE.rglob("*.py")) if "files" not in path.relative_to(PACKAGE).parts[1:-1]}
NAMES = sorted(MODULES)


def room_of(module: str) -> str:
    return module.split(".")[0]


@cache
def parsed(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text("utf-8"))


def imports(module: str) -> Iterator[str]:
    """Full names of all that a module imports, ``from`` names included, wherever the import stands."""
    for node in ast.walk(parsed(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} imports relatively"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def own_imports(module: str) -> Iterator[str]:
    """Modules of sitegen that a module imports, below ``sitegen.``."""
    for name in imports(module):
        if name.startswith("sitegen."):
            inner = name.removeprefix("sitegen.")
            yield inner if inner in MODULES or "." not in inner else inner.rpartition(".")[0] if inner.rpartition(".")[0] in MODULES else inner


@pytest.mark.parametrize("module", NAMES)
def test_a_room_imports_only_what_is_below_it(module: str) -> None:
    room = room_of(module)
    if room == "__init__":
        assert not list(own_imports(module))
        return
    assert room in MAY_IMPORT, f"{room} is a room without a law"
    wrong = {one for one in own_imports(module) if room_of(one) not in {*MAY_IMPORT[room], room, "__version__"}}
    assert not wrong
    if room in ONLY:
        below = {one for one in own_imports(module) if room_of(one) != room}
        allowed = ONLY[room]
        assert not {one for one in below if one not in allowed and room_of(one) not in allowed}


def test_no_rooms_import_each_other() -> None:
    knows = {room: {room_of(one) for module in NAMES if room_of(module) == room for one in own_imports(module)} - {room} for room in MAY_IMPORT}
    mutual = {(one, other) for one in knows for other in knows[one] if one in knows.get(other, ())}
    assert not mutual


def test_no_modules_of_a_room_import_in_a_circle() -> None:
    knows = {module: {one for one in own_imports(module) if one in MODULES and one != module} for module in NAMES}

    def walk(module: str, trail: tuple[str, ...]) -> None:
        assert module not in trail, " → ".join((*trail, module))
        if module not in done:
            for one in sorted(knows[module]):
                walk(one, (*trail, module))
            done.add(module)

    done: set[str] = set()
    for module in NAMES:
        walk(module, ())


@pytest.mark.parametrize("module", NAMES)
def test_each_dependency_has_one_door(module: str) -> None:
    outside = {name.split(".")[0] for name in imports(module)} - {"sitegen", *(set(sys.stdlib_module_names) - DOORS.keys())}
    if module.startswith("reading.markdown_"):
        outside -= {"markdown"}
    assert outside <= DOORS.keys(), "a dependency without a door"
    assert not {name for name in outside if module not in DOORS[name]}


def test_core_knows_only_the_standard_library() -> None:
    found = {name.split(".")[0] for module in NAMES if room_of(module) == "core" for name in imports(module)}
    assert found - {"sitegen"} <= set(sys.stdlib_module_names)


def is_constant(name: str) -> bool:
    return name.lstrip("_").isupper() or (name.startswith("__") and name.endswith("__"))


@pytest.mark.parametrize("module", NAMES)
def test_no_module_keeps_state(module: str) -> None:
    """A display at module level has the name of a constant, and nothing in the module changes it."""
    displays: set[str] = set()
    for node in parsed(module).body:
        value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
        targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        made = value.func.id if isinstance(value, ast.Call) and isinstance(value.func, ast.Name) else ""
        if isinstance(value, ast.Dict | ast.List | ast.Set | ast.DictComp | ast.ListComp | ast.SetComp) or made in {"dict", "list", "set", "defaultdict"}:
            displays |= {target.id for target in targets if isinstance(target, ast.Name)}
    assert not {name for name in displays if not is_constant(name)}
    changed = set()
    for node in ast.walk(parsed(module)):
        if isinstance(node, ast.Global):
            changed |= set(node.names)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in MUTATING:
            changed |= {node.func.value.id} if isinstance(node.func.value, ast.Name) else set()
        elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store | ast.Del) and isinstance(node.value, ast.Name):
            changed.add(node.value.id)
    assert not displays & changed
    assert not [node for node in ast.walk(parsed(module)) if isinstance(node, ast.Global)]


@pytest.mark.parametrize("module", [module for module in NAMES if room_of(module) not in {"cli", "dev", "__main__"}])
def test_nothing_reads_clock_environment_or_chance_inside(module: str) -> None:
    assert not {name for name in imports(module) if name.split(".")[0] in {"random", "secrets", "uuid", "locale", "socket"}}
    used = {
        f"{node.value.id}.{node.attr}" for node in ast.walk(parsed(module))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.attr in CLOCKS
        and node.value.id in {"dt", "datetime", "date", "time", "os", "random", "uuid", "secrets", "locale", "socket", "Path"}
    }
    used |= {ast.unparse(node) for node in ast.walk(parsed(module)) if isinstance(node, ast.Attribute) and ast.unparse(node) in {"dt.datetime.now", "dt.datetime.utcnow", "dt.date.today"}}
    assert not used - {"dt.time"}  # the class
    clocks = {ast.unparse(node) for node in ast.walk(parsed(module)) if isinstance(node, ast.Attribute) and ast.unparse(node).startswith("time.")}
    assert clocks <= {"time.monotonic"} or "time" not in imports(module)  # monotonic time is free


@pytest.mark.parametrize("module", [module for module in NAMES if room_of(module) not in {"cli"}])
def test_only_the_command_line_prints_and_exits(module: str) -> None:
    called = {ast.unparse(node.func) for node in ast.walk(parsed(module)) if isinstance(node, ast.Call)}
    assert not called & {"print", "sys.exit", "exit", "quit", "input", "sys.stdout.write", "sys.stderr.write", "click.echo"}


@pytest.mark.parametrize("module", [module for module in NAMES if room_of(module) not in AT_DISK])
def test_content_is_opened_at_the_gate_alone(module: str) -> None:
    """``importlib.resources`` of a package of ours or of tzdata is no content; nor is a picture in memory."""
    opened = set()
    for node in ast.walk(parsed(module)):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr if isinstance(node.func, ast.Attribute) else ""
            if name in DISK and ast.unparse(node.func) not in {"PIL.Image.open", "ast.walk"}:
                opened.add(ast.unparse(node.func))
    allowed = {
        "core.zones": {"(importlib.resources.files('tzdata') / 'zones').read_text", "file.joinpath(*name.split('/')).open"},
        "pipeline": {"state.glob"},
        "output.theme": {"walk"},
    }
    assert not opened - allowed.get(module, set())


def test_site_does_no_input_or_output() -> None:
    forbidden = {"os", "pathlib", "io", "shutil", "subprocess", "tempfile", "jinja2", "markdown", "yaml"}
    assert not {(module, name) for module in NAMES if room_of(module) == "site" for name in imports(module) if name.split(".")[0] in forbidden}


def test_only_the_strict_loader_of_yaml_is_named() -> None:
    calls = {
        (module, ast.unparse(node)) for module in NAMES for node in ast.walk(parsed(module))
        if isinstance(node, ast.Attribute) and ast.unparse(node).startswith("yaml.")
        and node.attr in {"load", "load_all", "safe_load", "safe_load_all", "full_load", "unsafe_load", "Loader", "FullLoader", "UnsafeLoader", "CLoader"}
    }
    assert not {module for module, _ in calls if module != "reading.front_matter"}
    assert not {words for _, words in calls if words not in {"yaml.load"}}


@pytest.mark.parametrize("module", NAMES)
def test_what_crosses_rooms_is_frozen(module: str) -> None:
    """Every dataclass of core is frozen and slotted; elsewhere frozen ones are slotted too."""
    for node in ast.walk(parsed(module)):
        if not isinstance(node, ast.ClassDef):
            continue
        for mark in node.decorator_list:
            words = ast.unparse(mark)
            if words.startswith("dataclass"):
                assert "slots=True" in words, node.name
                assert "frozen=True" in words or room_of(module) != "core", node.name


@pytest.mark.parametrize("module", NAMES)
def test_a_module_can_be_read_in_one_sitting_and_says_what_it_is(module: str) -> None:
    text = MODULES[module].read_text("utf-8")
    assert text.count("\n") <= 400
    assert ast.get_docstring(parsed(module)) or not text.strip()
