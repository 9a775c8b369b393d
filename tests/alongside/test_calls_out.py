"""Nothing that comes with us reports to its makers."""

import subprocess
import sys
from pathlib import Path


def test_onnx_runtime_is_told_to_keep_to_itself_before_it_is_loaded() -> None:
    code = "import {}, os, sys; print('onnxruntime' in sys.modules, os.environ.get('ORT_DISABLE_TELEMETRY'))"
    for module in ("speech.voice_activity", "agent.appraisal.encoder", "alongside.process", "commands.main"):
        told = subprocess.run(
            [sys.executable, "-c", code.format(module)],
            env={"PATH": "/usr/bin:/bin", "PYTHONPATH": ".", "HOME": "/nonexistent"},
            capture_output=True,
            text=True,
        )
        assert told.stdout.split()[1:] == ["1"], told.stderr


def test_the_variable_is_one_that_the_installed_runtime_reads() -> None:
    import onnxruntime

    folder = Path(onnxruntime.__file__).parent / "capi"
    read = [path for path in folder.glob("*.so*") if b"telemetry" in path.read_bytes()]
    assert all(
        b"ORT_DISABLE_TELEMETRY" in path.read_bytes() for path in read if b"events.data" in path.read_bytes()
    )
