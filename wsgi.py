"""For WSGI servers that want a module: `wsgi:app`."""

from journal.app import from_environment

app = from_environment()
