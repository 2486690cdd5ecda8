"""The minutes of a dispute, taken from the press."""

__version__ = "0.1.0"
