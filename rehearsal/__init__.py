"""Simulated participants and measured evaluations."""
