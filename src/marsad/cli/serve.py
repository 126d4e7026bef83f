"""`marsad serve`: the review desk in the browser."""

from __future__ import annotations

import getpass
from pathlib import Path

import click

from marsad.cli.messages import say
from marsad.errors import RecordError


@click.command(short_help="Open the review desk in the browser.")
@click.option("--demo", is_flag=True, help="Show the bundled samples, in a record that is thrown away at the end.")
@click.option("--record", metavar="URL", envvar="MARSAD_RECORD", help="The record [default: marsad.db here].")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="Port; 0 takes a free one."
)
@click.option("--login", is_flag=True, help="Ask for a log-in on this computer, too.")
@click.option("--as", "reviewer", metavar="NAME", help="Who decides, where no log-in is asked [default: your account].")
@click.option("--name", "names", multiple=True, metavar="HOST", help="A further name by which the desk is called.")
@click.option("--certificate", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="TLS certificate.")
@click.option("--key", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Its key.")
@click.option("--behind-proxy", is_flag=True, help="A proxy in front speaks HTTPS and sets X-Forwarded-For.")
@click.option(
    "--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Processes that answer; one a core."
)
@click.option("--fetching", is_flag=True, help="Let reviewers add public web pages by their address.")
@click.option("--basemap", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="A .pmtiles base map.")
def serve(
    demo: bool,
    record: str | None,
    host: str,
    port: int,
    login: bool,
    reviewer: str | None,
    names: tuple[str, ...],
    certificate: Path | None,
    key: Path | None,
    behind_proxy: bool,
    workers: int,
    fetching: bool,
    basemap: Path | None,
) -> None:
    """Open the record in the browser: read dispatches, correct their coding, decide what is one incident.

    On this computer's own address nobody has to log in. Any other address needs users (`marsad users add`) and HTTPS:
    a certificate, or a proxy in front that has one.

    \b
    Examples:
      marsad serve --demo
      marsad serve --record reports.db --port 8080
      marsad serve --host 0.0.0.0 --certificate desk.pem --key desk.key --name desk.example.org
    """
    from marsad.web.serving import check_basemap, check_safe, run
    from marsad.web.settings import Settings, is_loopback

    settings = Settings(
        record=record,
        host=host,
        port=port,
        login=login or not is_loopback(host),
        reviewer=reviewer or getpass.getuser(),
        hosts=names,
        secure=certificate is not None or behind_proxy,
        demo=demo,
        fetching=fetching,
        basemap=basemap,
    )
    if demo and settings.login:
        raise RecordError("the demo has no users; serve it on this computer's own address")
    check_safe(settings)
    check_basemap(settings)
    run(settings, certificate=certificate, key=key, behind_proxy=behind_proxy, workers=workers, tell=say)
