"""Scripts that make the shipped weights from open corpora. Not part of the package."""
