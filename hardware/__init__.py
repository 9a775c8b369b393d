"""Robots and peripherals: one module each, with its protocol double."""
