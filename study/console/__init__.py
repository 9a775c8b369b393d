"""The operator's console: what a session tells whoever runs it, and what they may do to it."""
