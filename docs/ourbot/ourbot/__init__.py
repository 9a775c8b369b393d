"""A robot of our own for Alongside."""
