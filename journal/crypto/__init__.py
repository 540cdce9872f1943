"""Sealing: AES-256-GCM under one key a person, each sealed value bound to the place it belongs to. Pure."""

from journal.crypto.keyring import BadKeyRing, KeyRing
from journal.crypto.sealing import CannotOpen, DataKey, Place, open_sealed, opens, seal
from journal.crypto.wrapping import unwrap, wrap

__all__ = ["BadKeyRing", "CannotOpen", "DataKey", "KeyRing", "Place", "open_sealed", "opens", "seal", "unwrap", "wrap"]
