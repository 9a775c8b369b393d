"""Teach-back: what was agreed is said once more in the person's own words, and that is judged.

Being pleased is not having understood; the two are recorded apart.
"""
