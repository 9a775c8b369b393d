"""Hearing and speaking: devices, voice activity, turn-taking, recogniser, voice, visemes."""
