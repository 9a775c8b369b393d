"""What one turn means: judgments that rules make now and trained heads may make later."""
