"""ros2 launch alongside reachy_mini_beside.launch.py: the profile of that name as a graph."""

from alongside.launching import describe


def generate_launch_description():  # type: ignore[no-untyped-def]
    """What ros2 launch calls."""
    return describe("reachy_mini_beside")
