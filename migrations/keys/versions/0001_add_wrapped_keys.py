"""Add the store of wrapped keys."""

import sqlalchemy as sa
from alembic import op

revision = "0001_add_wrapped_keys"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the store of wrapped keys."""
    op.create_table(
        "wrapped_key",
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("wrapping", sa.String(length=20), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("owner_id", "version", name=op.f("pk_wrapped_key")),
    )
    # ### end Alembic commands ###


def downgrade() -> None:
    """Take them away again."""
    op.drop_table("wrapped_key")
    # ### end Alembic commands ###
