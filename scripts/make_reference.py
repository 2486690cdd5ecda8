"""Write docs/reference/cli.md from the program's own help: `python -m scripts.make_reference`."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from verbale.cli.main import cli


def reference() -> str:
    """Return the page's text."""
    parts = ["# The command line\n\nWritten from the program's own help; `verbale VERB --help` says the same.\n"]
    for name in sorted(cli.commands):
        command = cli.commands[name]
        context = click.Context(command, info_name=f"verbale {name}")
        usage = command.get_usage(context).removeprefix("Usage: ")
        parts.append(f"## {name}\n\n{(command.help or '').strip()}\n\n```\n{usage}\n```\n")
        rows = [
            (" ".join(sorted(p.opts, key=len, reverse=True)), p.help or "")
            for p in command.params
            if isinstance(p, click.Option)
        ]
        if rows:
            parts.append("| option | |\n|---|---|\n" + "".join(f"| `{option}` | {text} |\n" for option, text in rows))
    return "\n".join(parts)


if __name__ == "__main__":
    (Path(__file__).parents[1] / "docs" / "reference" / "cli.md").write_text(reference(), encoding="utf-8")
