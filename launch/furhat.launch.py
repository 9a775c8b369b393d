"""ros2 launch alongside furhat.launch.py: the graph of launch/profiles/furhat.yaml."""

from alongside.launching import describe


def generate_launch_description():  # type: ignore[no-untyped-def]
    """What ros2 launch calls."""
    return describe("furhat")
