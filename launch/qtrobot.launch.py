"""ros2 launch alongside qtrobot.launch.py: the graph of launch/profiles/qtrobot.yaml."""

from alongside.launching import describe


def generate_launch_description():  # type: ignore[no-untyped-def]
    """What ros2 launch calls."""
    return describe("qtrobot")
