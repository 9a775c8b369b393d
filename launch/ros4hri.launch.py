"""ros2 launch alongside ros4hri.launch.py: the graph of launch/profiles/ros4hri.yaml."""

from alongside.launching import describe


def generate_launch_description():  # type: ignore[no-untyped-def]
    """What ros2 launch calls."""
    return describe("ros4hri")
