"""The house stays in order: one-way dependencies, ROS and GPL behind their doors, small files."""

import ast
import graphlib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MAY_IMPORT = {
    "alongside": set(),
    "speech": {"alongside"},
    "perception": {"alongside"},
    "agent": {"alongside"},
    "embodiment": {"alongside"},
    "hardware": {"alongside", "embodiment"},
    "study": {"alongside", "speech", "perception", "agent", "embodiment"},
    "rehearsal": {"alongside", "speech", "perception", "agent", "embodiment", "study"},
    "commands": {
        "alongside",
        "speech",
        "perception",
        "agent",
        "embodiment",
        "hardware",
        "study",
        "rehearsal",
    },
}
ROS = {
    "rclpy",
    "alongside_msgs",
    "hri_msgs",
    "std_msgs",
    "sensor_msgs",
    "geometry_msgs",
    "builtin_interfaces",
    "audio_common_msgs",
    "naoqi_bridge_msgs",
    "pal_device_msgs",
    "tts_msgs",
}
TORCH = {"torch", "transformers"}
ROS_DOORS = {"alongside/ros.py", "alongside/conversion.py", "alongside/launching.py", "commands/topic.py"}
FILES = sorted(
    path
    for folder in MAY_IMPORT
    for path in (ROOT / folder).rglob("*.py")
    if "node_modules" not in path.parts
)


def imports(path: Path) -> Iterator[str]:
    """Modules a file imports, wherever in the file."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_imports_only_what_its_floor_may(path: Path) -> None:
    name = str(path.relative_to(ROOT))
    folder = name.split("/")[0]
    for module in imports(path):
        top = module.split(".")[0]
        if top in MAY_IMPORT and top != folder:
            assert top in MAY_IMPORT[folder], f"{name} imports {module}"
        if top in ROS:
            assert (
                path.name == "node.py"
                or path.name.endswith("_node.py")
                or name in ROS_DOORS
                or "/ros" in name
            ), f"{name} imports {module}: ROS lives in node.py files"
        if top == "piper":
            assert name == "speech/voice_worker.py", f"{name} imports the GPL voice into our process"
        if top in TORCH:
            doors = ("agent/models/local.py", "agent/training/tuning/")
            assert name.startswith(doors), f"{name} imports {module}: torch is an extra"


def test_no_two_files_import_each_other_in_a_circle() -> None:
    known = {module_name(path): path for path in FILES}
    graph: dict[str, set[str]] = {}
    for name, path in known.items():
        tree = ast.parse(path.read_text("utf-8"))
        # Only what is imported when the module loads: an import inside a function breaks no start.
        top = [node for node in tree.body if isinstance(node, (ast.Import, ast.ImportFrom))]
        targets: set[str] = set()
        for node in top:
            if isinstance(node, ast.ImportFrom) and node.module:
                targets |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
            elif isinstance(node, ast.Import):
                targets |= {alias.name for alias in node.names}
        graph[name] = {target for target in targets if target in known and target != name}
    list(graphlib.TopologicalSorter(graph).static_order())


def module_name(path: Path) -> str:
    """`a.b` for a/b.py."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def test_no_file_is_longer_than_400_lines() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in FILES
        if (lines := len(path.read_text("utf-8").splitlines())) > 400
    }
    assert not long


def test_launch_has_no_init_that_would_shadow_ros() -> None:
    assert not (ROOT / "launch" / "__init__.py").exists()
