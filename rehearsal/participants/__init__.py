"""Simulated people who take part in a study: simple, seeded, and good enough to rehearse one."""
