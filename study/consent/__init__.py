"""Consent: its text, what was agreed to stream by stream, and that nothing else is captured or kept."""
