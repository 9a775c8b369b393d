"""ros2 launch alongside avatar.launch.py: the graph of launch/profiles/avatar.yaml."""

from alongside.launching import describe


def generate_launch_description():  # type: ignore[no-untyped-def]
    """What ros2 launch calls."""
    return describe("avatar")
