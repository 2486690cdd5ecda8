"""The reading room: a record in a browser. Reads the record; writes judgements and nothing else."""
