"""Who comes into which arm: drawn from a sealed seed, concealed, and the same again from the same seed."""
