"""The protocol of a study: one YAML file, read strictly, and what it means for a person on a day."""
