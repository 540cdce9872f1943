"""People, organisations, teams, roles, passwords, sessions, one-time links, and the store of people's keys."""
