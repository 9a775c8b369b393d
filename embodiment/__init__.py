"""Bodies: what the companion looks like and how it behaves while it listens and speaks."""
