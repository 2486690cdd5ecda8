"""The command line: verbs, each a thin shell over one method of Record."""

from verbale.cli.main import main

__all__ = ["main"]
