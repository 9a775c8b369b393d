"""Transcripts in bulk: read, appraised turn by turn, and written back with what was found."""
