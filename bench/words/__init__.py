"""How well words are heard: errors, loops, fillers, times, confidence. Run: `python -m bench.words`."""
