"""The index of studies: who takes part, what was done, by whom. SQLite, or PostgreSQL for several sites."""
