"""Small trained heads on the sentence encoder: what they look at, their file format, and applying them.

Fitted by `agent.training`; applied with numpy alone.
"""
