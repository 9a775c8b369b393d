"""What `agent/ground.py` extracts and how it revises: goals, people, facts, corrections."""
