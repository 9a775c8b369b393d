"""Measuring the relationship: alliance from either side, its course, and an independent critic."""
