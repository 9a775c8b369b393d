"""What Alembic runs: our migrations on the connection that `study/store/database.py` hands it."""

from __future__ import annotations

from alembic import context

from study.store.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite changes a table by writing it anew
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
