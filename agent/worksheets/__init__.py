"""Worksheets: sheets as YAML, a run of one as a pure frozen state, spoken words as answers."""
