"""The companion's mind: seven steps a turn, its state, its guardian, its worksheets."""
