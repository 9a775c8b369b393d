"""What pyproject.toml cannot say: the page is built first, and ROS finds its files under share/alongside."""

from __future__ import annotations

import sys
from glob import glob
from pathlib import Path
from typing import Any

from setuptools import Distribution, setup
from setuptools.command.build_py import build_py
from setuptools.command.develop import develop

sys.path.insert(0, str(Path(__file__).resolve().parent))  # colcon runs this file without the backend

from build_backend import build_page


class BuildPy(build_py):
    """As setuptools does it, after the page."""

    def run(self) -> None:
        """Build the page, then copy the packages."""
        build_page()
        super().run()


class Develop(develop):
    """`colcon build --symlink-install`: as setuptools does it, after the page."""

    def run(self) -> None:
        """Build the page, then link the packages."""
        build_page()
        super().run()


class Dist(Distribution):
    """As setuptools has it, but readable by colcon.

    colcon evaluates all of it as a literal and chokes on the object that stands for `requires-python`
    (colcon-python-setup-py, issue 56).
    """

    def parse_config_files(self, *given: Any, **named: Any) -> None:
        """Read the configuration; leave `requires-python` as text."""
        super().parse_config_files(*given, **named)
        if self.python_requires is not None:
            self.python_requires = self.metadata.python_requires = str(self.python_requires)


setup(
    # Here and not in pyproject.toml: setuptools before 77, which ROS on Ubuntu 24.04 has, refuses it there.
    license="Apache-2.0",
    distclass=Dist,
    cmdclass={"build_py": BuildPy, "develop": Develop},
    data_files=[
        ("share/ament_index/resource_index/packages", ["resource/alongside"]),
        # colcon links into its build folder only what is named here, and setuptools reads these two there
        ("share/alongside", ["package.xml", "pyproject.toml", "README.md"]),
        ("share/alongside/launch", sorted(glob("launch/*.launch.py"))),
        ("share/alongside/launch/profiles", sorted(glob("launch/profiles/*.yaml"))),
        ("share/alongside/launch/dds", ["launch/dds/local.xml"]),
        ("share/alongside/launch/systemd", sorted(glob("launch/systemd/*"))),
    ],
)
