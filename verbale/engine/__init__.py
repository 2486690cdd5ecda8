"""Engines: one function, map(coder, documents) -> codings, wherever it runs."""
