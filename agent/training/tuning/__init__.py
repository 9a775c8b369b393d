"""Training the sentence encoder itself, on all labelled sets at once. Needs torch; nothing else here does."""
