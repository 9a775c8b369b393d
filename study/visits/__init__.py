"""Leads people through the visits of a study, step by step: one engine for sessions and rehearsals."""
