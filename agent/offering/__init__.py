"""Which sheet is offered, when and why: read off the situation by a table that a researcher can tune."""
