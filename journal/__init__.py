"""Afterword: a reflective journal for nurses and social workers."""

__version__ = "0.1.0"
