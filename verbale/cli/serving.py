"""The verb that shows a record in a browser."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from verbale.cli.common import RECORD, must_exist


@click.command()
@RECORD
@click.option("--port", type=click.IntRange(0, 65535), default=8722, show_default=True, help="0: any that is free.")
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Where to listen; beyond this machine only with a token."
)
@click.option("--token", envvar="VERBALE_TOKEN", help="Ask for this token. `new` makes one and prints it.")
@click.option("--name", "names", multiple=True, metavar="HOST", help="A further name under which the page is reached.")
@click.option("--read-only", is_flag=True, help="Nothing is changed: no judgements, no corrections, no articles.")
def serve(record: Path, port: int, host: str, token: str | None, names: tuple[str, ...], read_only: bool) -> None:
    """Show a record in the browser: the reading room. Stop it with Ctrl-C.

    The page is open to this machine only. To open it to others, name an address and a token:
    `verbale serve dispute.db --host 0.0.0.0 --name desk.example.org --token new`.

    What people judge while another program writes waits on the disk beside the record, and whoever writes next puts it down.
    """
    from verbale.web.run import serve as run

    must_exist(record)
    run(
        record,
        host=host,
        port=port,
        token=token,
        names=names,
        read_only=read_only,
        tell=lambda told: click.echo(told, err=True),
    )


VERBS = (serve,)
