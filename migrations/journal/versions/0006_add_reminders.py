"""Add reminders."""

import sqlalchemy as sa
from alembic import op

revision = "0006_add_reminders"
down_revision = "0005_add_devices"
branch_labels = None
depends_on = None

_INDEXES = (
    ("reminder_plan", "next_at"),
    ("reminder_sent", "sent_at"),
    ("push_subscription", "endpoint_hash"),
)


def upgrade() -> None:
    """Add reminders."""
    _create(
        "reminder_plan",
        ("owner_id",),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("through_seq", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
    )
    _create(
        "reminder_sent",
        ("owner_id", "slot"),
        sa.Column("slot", sa.LargeBinary(length=32), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
    )
    _create(
        "push_subscription",
        ("owner_id", "device_id"),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("endpoint_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("quiet_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
    )
    _create(
        "agreed_action",
        ("owner_id", "id"),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
    )
    for table, column in _INDEXES:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)


def downgrade() -> None:
    """Take them away again."""
    for table, column in reversed(_INDEXES):
        op.drop_index(op.f(f"ix_{table}_{column}"), table_name=table)
    for table in ("agreed_action", "push_subscription", "reminder_sent", "reminder_plan"):
        op.drop_table(table)


def _create(table: str, key: tuple[str, ...], *columns: sa.Column) -> None:
    op.create_table(
        table,
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f(f"fk_{table}_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{table}")),
    )
