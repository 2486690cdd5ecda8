"""Attacks: coverage-guided fuzzing of every reader and of coding, and articles made to harm by the thousand."""
