"""What everything is compared with: Flask and SQLAlchemy alone, one table, on the same production server.

    python -m benchmarks.server.bare FOLDER PORT

Rows are neither checked, sealed nor analysed, and anybody may write; each insert is committed with synchronous FULL.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from flask import Flask, jsonify, request
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server
from sqlalchemy import create_engine, event, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

THREADS = 16


class Base(DeclarativeBase):
    pass


class Text(Base):
    __tablename__ = "text"

    id: Mapped[int] = mapped_column(primary_key=True)
    body: Mapped[str]


def make_app(path: Path) -> Flask:
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": 60}, pool_size=THREADS)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: object) -> None:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")

    Base.metadata.create_all(engine)
    app = Flask("bare")

    @app.post("/text")
    def insert() -> Any:
        with Session(engine) as session, session.begin():
            row = Text(body=request.get_json()["body"])
            session.add(row)
            session.flush()
            made = row.id
        return jsonify(id=made)

    @app.get("/text")
    def newest() -> Any:
        with Session(engine) as session:
            rows = session.scalars(select(Text).order_by(Text.id.desc()).limit(20)).all()
        return jsonify([{"id": row.id, "body": row.body} for row in rows])

    return app


def from_arguments() -> Flask:
    return make_app(Path(sys.argv[1]) / "bare.db")


if __name__ == "__main__":
    Server(
        "benchmarks.server.bare:from_arguments",
        factory=True,
        address="127.0.0.1",
        port=int(sys.argv[2]),
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        backpressure=THREADS * 4,
        websockets=False,
        log_access=False,
        log_level=LogLevels.error,
    ).serve()
