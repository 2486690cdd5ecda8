"""Write docs/reference/cli.md from the program's own help: `python -m scripts.make_reference`."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from verbale.cli.main import cli


def _told(option: click.Option) -> str:
    """Return an option's help with the values that it takes, and what it is where it is left out."""
    parts = [option.help or ""]
    if isinstance(option.type, click.Choice):
        parts.append("One of " + ", ".join(f"`{value}`" for value in option.type.choices) + ".")
    if option.show_default and not option.is_flag:
        parts.append(f"Default: `{option.default}`.")
    return " ".join(part for part in parts if part)


def _named(option: click.Option) -> str:
    """Return an option's names and, where it takes a value, what to put there."""
    names = " ".join(sorted(option.opts, key=len, reverse=True))
    return f"{names} {option.metavar}" if option.metavar else names


def reference() -> str:
    """Return the page's text."""
    parts = ["# The command line\n\nWritten from the program's own help; `verbale VERB --help` says the same.\n"]
    for name in sorted(cli.commands):
        command = cli.commands[name]
        context = click.Context(command, info_name=f"verbale {name}")
        usage = command.get_usage(context).removeprefix("Usage: ")
        parts.append(f"## {name}\n\n{(command.help or '').strip()}\n\n```\n{usage}\n```\n")
        rows = [(_named(p), _told(p)) for p in command.params if isinstance(p, click.Option)]
        if rows:
            parts.append("| option | |\n|---|---|\n" + "".join(f"| `{option}` | {text} |\n" for option, text in rows))
    return "\n".join(parts)


if __name__ == "__main__":
    (Path(__file__).parents[1] / "docs" / "reference" / "cli.md").write_text(reference(), encoding="utf-8")
