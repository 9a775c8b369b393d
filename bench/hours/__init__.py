"""Hours of talk without a break: does the listener grow, drift, or lose a turn?"""
