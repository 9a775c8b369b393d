"""ros2 launch alongside reachy_mini.launch.py: the graph of launch/profiles/reachy_mini.yaml."""

from alongside.launching import describe


def generate_launch_description():  # type: ignore[no-untyped-def]
    """What ros2 launch calls."""
    return describe("reachy_mini")
