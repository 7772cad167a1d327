"""The floors of the house hold, and the way to the first answer stays short."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

import deqi

PACKAGE = Path(next(iter(deqi.__path__)))
ROOT = Path(__file__).parents[2]
# Modules that cost seconds to load, or compile before they answer. Their light relatives, such as
# scipy.special, are welcome, so that the linter of whole packages cannot keep this fence.
SLOW = ("scipy.stats", "scipy.optimize", "pandas", "jax", "numpyro", "matplotlib")
ALLOWED_SCIPY = {"scipy.special"}


def imported_by(path: Path) -> set[str]:
    """Every module that a file names in an import, wherever it stands."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def loaded_after(statement: str) -> set[str]:
    """Which modules a fresh interpreter holds after one statement."""
    code = f"{statement}\nimport sys\nprint('\\n'.join(sys.modules))"
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return set(run.stdout.splitlines())


def test_imports_run_downwards_only():
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0


def test_nobody_imports_a_slow_module():
    for path in PACKAGE.rglob("*.py"):
        for name in imported_by(path):
            assert not name.startswith(SLOW), f"{path} imports {name}"
            assert not name.startswith("scipy") or name in ALLOWED_SCIPY, f"{path} imports {name}"


def test_each_room_is_on_a_floor():
    rooms = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    page = (ROOT / "docs" / "explanation" / "architecture.md").read_text(encoding="utf-8")
    assert all(f"| `{room}` |" in page for room in rooms)


@pytest.mark.parametrize(
    "statement",
    [
        "import deqi.infer",
        "import deqi; deqi.infer",
        "import deqi; deqi.report(deqi.example_course('acute-heals'))",
    ],
)
def test_the_first_answer_loads_nothing_slow(statement):
    loaded = loaded_after(statement)
    assert "numpy" in loaded
    assert not loaded & set(SLOW)


ASK_FOR_HELP = """
from deqi.cli.main import main
try:
    main(["report", "--help"])
except SystemExit:
    pass
"""


@pytest.mark.parametrize(
    "statement", ["import deqi", "import deqi.cli.main", "import deqi.evidence", ASK_FOR_HELP]
)
def test_asking_for_help_loads_no_numerical_library(statement):
    loaded = loaded_after(statement)
    assert "deqi" in loaded
    assert not loaded & {"numpy", "scipy", "jinja2", "vl_convert"}


def test_only_the_command_line_reads_the_clock():
    clocks = ("datetime.now(", "date.today(", "time.time(", "datetime.today(", "utcnow(")
    for path in PACKAGE.rglob("*.py"):
        if path.parent.name != "cli":
            text = path.read_text(encoding="utf-8")
            assert not any(clock in text for clock in clocks), path
