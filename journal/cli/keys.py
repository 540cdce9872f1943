"""Rotate the wrapping key. Nobody's text is touched: only the keys around people's keys change."""

from __future__ import annotations

import os

import click

from journal.cli.running import running
from journal.config import key_ring_text, read_settings, replace_key_ring
from journal.crypto import KeyRing


@click.group()
def keys() -> None:
    """Look after the key ring."""


@keys.command()
def rotate() -> None:
    """Add a wrapping key to the ring's file, make it the current one, and wrap everybody's key with it.

    Stop the server first: it holds the old ring. Back up the ring's file afterwards.
    """
    settings = read_settings(os.environ)
    ring = KeyRing.read(key_ring_text(settings, lambda: KeyRing.make().write()))
    replace_key_ring(settings, ring.with_new_wrapping_key().write())
    _rewrap()


@keys.command()
def rewrap() -> None:
    """Wrap everybody's key with the ring's current wrapping key, where an older one still holds it."""
    _rewrap()


def _rewrap() -> None:
    with running() as parts:
        total = 0
        while done := parts.keys.rewrap():
            total += done
        click.echo(f"{total} keys wrapped with wrapping key {parts.ring.current}.")
