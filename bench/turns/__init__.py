"""Who speaks when: our listener and voice side by side with pipecat's, on the same recordings."""
