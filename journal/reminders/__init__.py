"""Reminders: times somebody chose, actions they agreed, small changes to look at again, and Web Push to say so."""
