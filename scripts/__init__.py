"""Scripts that make what the repository ships: lexicon tables, the command-line reference."""
