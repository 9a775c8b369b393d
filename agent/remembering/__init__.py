"""Memory across sessions: what is kept of a person, where, and how it comes back lightly."""
