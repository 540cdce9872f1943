"""The bucket table."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from journal.database import Base, UtcTime


class Bucket(Base):
    """What is left of a limit. `key_hash` is a keyed hash of kind and subject: no address or email is kept."""

    __tablename__ = "bucket"

    key_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    tokens: Mapped[float]
    filled_at: Mapped[datetime] = mapped_column(UtcTime, index=True)
