"""ros2 launch alongside qtrobot3.launch.py: the graph of launch/profiles/qtrobot3.yaml."""

from alongside.launching import describe


def generate_launch_description():  # type: ignore[no-untyped-def]
    """What ros2 launch calls."""
    return describe("qtrobot3")
