"""Settings: read from the environment once, at boot, checked, and frozen."""

from journal.config.keys import key_ring_text, replace_key_ring
from journal.config.settings import BadSettings, Settings
from journal.config.variables import VARIABLES, Variable, read_settings

__all__ = ["VARIABLES", "BadSettings", "Settings", "Variable", "key_ring_text", "read_settings", "replace_key_ring"]
