"""The ground floor: shared vocabulary, configuration, weights, and the two transports."""

__version__ = "0.1.0"
