"""How a companion behaves with face, eyes and head while it listens, thinks, speaks and waits.

Pure logic: no clock, no input, no output of its own. Time comes in as seconds of a steady clock, chance as a
seeded `random.Random`, so a session can be played again.
"""
