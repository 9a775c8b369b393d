"""ros2 launch alongside two_computers.launch.py: the graph of launch/profiles/two_computers.yaml."""

from alongside.launching import describe


def generate_launch_description():  # type: ignore[no-untyped-def]
    """What ros2 launch calls."""
    return describe("two_computers")
