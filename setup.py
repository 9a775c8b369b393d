"""What pyproject.toml cannot say: the page is built first, and ROS finds its files under share/alongside."""

from __future__ import annotations

import sys
from glob import glob
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

sys.path.insert(0, str(Path(__file__).resolve().parent))  # colcon runs this file without the backend

from build_backend import build_page


class BuildPy(build_py):
    """As setuptools does it, after the page."""

    def run(self) -> None:
        """Build the page, then copy the packages."""
        build_page()
        super().run()


setup(
    cmdclass={"build_py": BuildPy},
    data_files=[
        ("share/ament_index/resource_index/packages", ["resource/alongside"]),
        ("share/alongside", ["package.xml"]),
        ("share/alongside/launch", sorted(glob("launch/*.launch.py"))),
        ("share/alongside/launch/profiles", sorted(glob("launch/profiles/*.yaml"))),
        ("share/alongside/launch/dds", ["launch/dds/local.xml"]),
    ],
)
