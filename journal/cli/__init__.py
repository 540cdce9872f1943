"""The `journal` command: serve, demo, import, releases, keys, backup. Commands deliver; the domain does the work."""

from __future__ import annotations

import click

import journal
from journal.cli import analysis, backup, demo, imports, keys, releases, serve
from journal.cli.running import reporting


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(journal.__version__, prog_name="journal")
def group() -> None:
    """Afterword: a reflective journal for nurses and social workers."""


for command in (
    serve.serve,
    serve.migrate,
    serve.jobs,
    demo.demo,
    imports.import_journals,
    releases.release,
    analysis.reanalyse,
    keys.keys,
    backup.backup,
    backup.restore,
    backup.new_epoch,
):
    group.add_command(command)


def main() -> None:
    """Run the command line; settings and domain errors are one plain line, never a trace."""
    with reporting():
        group()
