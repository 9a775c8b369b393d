"""Conduct: what the companion itself does in a conversation, counted, and held against what people do.

`tally` counts, the same live and over a corpus; `anchors` says what high and low quality look like among
people.
"""
