"""Add devices, and the indexes that tidying and look-ups by person want."""

import sqlalchemy as sa
from alembic import op

revision = "0005_add_devices"
down_revision = "0004_add_releases"
branch_labels = None
depends_on = None

_INDEXES = (
    ("team_member", "person_id"),
    ("cohort_trainer", "person_id"),
    ("session", "created_at"),
    ("one_time_link", "expires_at"),
    ("invitation", "expires_at"),
)


def upgrade() -> None:
    """Add devices, and the indexes that tidying and look-ups by person want."""
    op.create_table(
        "device",
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_device_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("owner_id", "id", name=op.f("pk_device")),
    )
    op.add_column("session", sa.Column("device_id", sa.Uuid(), nullable=True))
    for table, column in _INDEXES:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)
    # Copies that ended stay as a record; only those still open are looked through every ten minutes.
    op.drop_index(op.f("ix_shared_copy_expires_at"), table_name="shared_copy")
    op.create_index(
        "ix_shared_copy_open",
        "shared_copy",
        ["expires_at"],
        unique=False,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def downgrade() -> None:
    """Take them away again."""
    op.drop_index("ix_shared_copy_open", table_name="shared_copy")
    op.create_index(op.f("ix_shared_copy_expires_at"), "shared_copy", ["expires_at"], unique=False)
    for table, column in reversed(_INDEXES):
        op.drop_index(op.f(f"ix_{table}_{column}"), table_name=table)
    op.drop_column("session", "device_id")
    op.drop_table("device")
