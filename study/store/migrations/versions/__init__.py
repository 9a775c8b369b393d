"""Alembic's migrations of the index: one file for each change of the tables, in `versions/`."""
