"""As a service and in a container: the unit, the container file, and what watches over them.

No image can be built where the tests run (there is no registry to pull Debian from), so the container file is
read by a parser, and each of its commands by a shell.
"""

import io
import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from dockerfile_parse import DockerfileParser

from alongside.profiles import load_profile
from commands.health import FILE, NodeHealth, forget_health, judge, main, write_health
from commands.teller import Teller

ROOT = Path(__file__).resolve().parent.parent.parent
UNIT = ROOT / "launch" / "systemd" / "alongside@.service"
MOST_EXPOSED = 2.0
"""Of systemd's 10: a service without any hardening has 9.6."""


# ---------------------------------------------------------------- systemd


@pytest.fixture
def analyze(tmp_path: Path) -> list[str]:
    """systemd-analyze, and the unit as it would be installed, its program being this one."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("NOT TESTED, the systemd unit: there is no systemd-analyze (apt-get install systemd)")
    program = tmp_path / "alongside"
    program.write_text(f"#!{sys.executable}\n")
    program.chmod(0o755)
    installed = tmp_path / "alongside@avatar.service"
    installed.write_text(UNIT.read_text().replace("/opt/alongside/.venv/bin/alongside", str(program)))
    shutil.copy(UNIT.with_name("two-computers.conf"), tmp_path)
    return ["systemd-analyze", str(installed)]


def test_systemd_finds_nothing_wrong_with_the_unit(analyze: list[str], tmp_path: Path) -> None:
    program, unit = analyze
    drop_in = tmp_path / "alongside@avatar.service.d"
    drop_in.mkdir()
    shutil.move(tmp_path / "two-computers.conf", drop_in)
    done = subprocess.run([program, "verify", unit], capture_output=True, text=True)
    ours = [line for line in done.stderr.splitlines() if "alongside" in line or "two-computers" in line]
    assert (done.returncode, ours) == (0, [])


def test_a_word_that_systemd_does_not_know_would_be_found(analyze: list[str]) -> None:
    program, unit = analyze
    Path(unit).write_text(Path(unit).read_text().replace("NoNewPrivileges=yes", "NoNewPrivilege=yes"))
    done = subprocess.run([program, "verify", unit], capture_output=True, text=True)
    assert "NoNewPrivilege" in done.stderr


def test_the_service_is_shut_in(analyze: list[str]) -> None:
    program, unit = analyze
    limit = str(round(MOST_EXPOSED * 10))
    command = [program, "security", "--offline=yes", f"--threshold={limit}", "--no-pager", unit]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr
    settings = dict(line.split("=", 1) for line in UNIT.read_text().splitlines() if re.match(r"\w+=", line))
    assert settings["User"] == "alongside"
    assert settings["NoNewPrivileges"] == "yes"
    assert settings["Restart"] == "on-failure"
    assert (settings["LimitCORE"], settings["StateDirectoryMode"]) == ("0", "0700")


# ---------------------------------------------------------------- the container


@pytest.fixture(scope="module")
def container() -> DockerfileParser:
    content = (ROOT / "launch" / "container" / "Containerfile").read_bytes()
    return DockerfileParser(fileobj=io.BytesIO(content))


def stages(container: DockerfileParser) -> list[list[dict[str, str]]]:
    """The instructions of each stage."""
    found: list[list[dict[str, str]]] = []
    for item in container.structure:
        if item["instruction"] == "FROM":
            found.append([])
        if found and item["instruction"] != "COMMENT":
            found[-1].append(item)
    return found


def test_the_container_starts_from_slim_debian_and_runs_as_nobody_special(
    container: DockerfileParser,
) -> None:
    assert [image.split(":")[0] for image in container.parent_images] == ["docker.io/library/debian"] * 2
    assert "ARG DEBIAN=bookworm-slim\n" in container.content
    last = stages(container)[-1]
    users = [item["value"] for item in last if item["instruction"] == "USER"]
    assert users == ["alongside"]
    made = next(item for item in last if "useradd" in item["value"])
    assert made["startline"] < next(item["startline"] for item in last if item["instruction"] == "USER")
    [check] = [item["value"] for item in last if item["instruction"] == "HEALTHCHECK"]
    assert '"-m", "commands.health"' in check


def test_each_command_of_the_container_file_is_one_and_what_it_copies_is_there(
    container: DockerfileParser,
) -> None:
    targets = re.search(r"\.PHONY: (.*)", (ROOT / "Makefile").read_text())
    assert targets is not None
    for item in container.structure:
        if item["instruction"] == "RUN":
            assert subprocess.run(["sh", "-n", "-c", item["value"]]).returncode == 0
            for target in re.findall(r"\bmake ([\w-]+)", item["value"]):
                if "apt-get" not in item["value"]:
                    assert target in targets[1].split()
        if item["instruction"] == "COPY" and not item["value"].startswith("--from"):
            assert all((ROOT / source).exists() for source in item["value"].split()[:-1])


def test_what_it_is_built_from_leaves_out_what_is_built_here() -> None:
    left_out = (ROOT / ".dockerignore").read_text().split()
    assert {".git", ".venv", ".cache", "embodiment/screen/static"} <= set(left_out)
    assert not {"launch", "interfaces", "Makefile"} & set(left_out)


# ---------------------------------------------------------------- who watches over it


def test_health_is_that_of_what_is_needed(tmp_path: Path) -> None:
    assert judge(tmp_path)[0] is False
    nodes = {"screen": NodeHealth("ready", True), "face": NodeHealth("failed")}
    write_health(tmp_path, nodes)
    assert judge(tmp_path) == (True, "face failed")
    write_health(tmp_path, {**nodes, "screen": NodeHealth("restarting", True)})
    assert judge(tmp_path) == (False, "screen restarting, face failed")
    (tmp_path / FILE).write_text((tmp_path / FILE).read_text().replace(str(os.getpid()), "99999999"))
    assert judge(tmp_path)[0] is False, "its supervisor was killed"
    for broken in ("{}", "", '{"pid": "x"}', '{"pid": 1e99, "nodes": {}}', "[]"):
        (tmp_path / FILE).write_text(broken)
        assert judge(tmp_path)[0] is False


def test_the_terminal_systemd_and_the_watchman_hear_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "sessions" / "s1"
    folder.mkdir(parents=True)
    monkeypatch.setenv("ALONGSIDE_SESSIONS", str(folder.parent))
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
    graph = load_profile("avatar")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        systemd.settimeout(5)
        teller = Teller(graph, folder)
        teller.begin("ros")
        assert main() == 1, "it is starting"
        for node in graph.nodes:
            teller(node.name, "ready", "")
        assert systemd.recv(100) == b"READY=1"
        assert main() == 0
        teller("mind", "restarting", "it ended (code 1); again in 0.6 s")
        assert main() == 1
        assert "companion restarting" in capsys.readouterr().out
        teller("companion", "ready", "")
        for node in ("guardian", "voice"):
            teller(node, "ready", "")
        assert main() == 0
    teller.end()
    assert main() == 1
    forget_health(folder)
