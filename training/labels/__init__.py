"""Passages written for this project, with every attribution in them labelled; see README.md beside this file."""
