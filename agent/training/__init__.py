"""Fitting the heads of `agent.appraisal.heads` from published data sets (extra `train`)."""
