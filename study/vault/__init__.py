"""What is personal, under a key for each participant: sealed after a visit, destroyed when they withdraw."""
