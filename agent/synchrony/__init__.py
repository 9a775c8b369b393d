"""Synchrony: how two people's ways of talking go together in time. Five channels, always kept apart.

Each serves another end and is moved by another part of the companion (`agent.alignment`), so there is no
sum of them. Every measure has the number of places it was taken at, an interval, and what the same measure
gives between turns that have nothing to do with each other because they lie far apart.

| channel | module | asks |
|---|---|---|
| lexical | `lexical` | whether a turn takes up the other's words, and moves close to them in meaning |
| emotional | `emotional` | whether valence and arousal of a turn go with those of the turn before |
| prosodic | `prosodic` | whether pace, pitch and loudness lie near the other's, and come nearer |
| timing | `timing` | gaps, overlaps, how long a "mm-hm" takes, whether gaps match |
| disfluency | `disfluency` | how often somebody says "um" or begins over, against their own usual |
"""
