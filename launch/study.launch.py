"""ros2 launch alongside study.launch.py: the graph of launch/profiles/study.yaml."""

from alongside.launching import describe


def generate_launch_description():  # type: ignore[no-untyped-def]
    """What ros2 launch calls."""
    return describe("study")
