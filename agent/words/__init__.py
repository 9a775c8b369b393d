"""Finding words: a light parse of what the person said, and moves that turn it into a reply.

No step decides anything here; `agent/realise.py` asks, this package finds words.
"""
