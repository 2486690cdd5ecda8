"""Undertakings: what was proposed or promised, as rules checked against the record."""
