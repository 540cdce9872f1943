"""Facets, templates and the shapes of what clients send: data and checks with nothing beneath them."""
