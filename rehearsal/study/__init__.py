"""A whole study rehearsed: simulated people, the real engine, every count held to the truth."""
