"""Add sleeping sessions."""

import sqlalchemy as sa
from alembic import op

revision = "0008_add_sleeping_sessions"
down_revision = "0007_add_word_choices"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add sleeping sessions."""
    op.add_column("session", sa.Column("earlier_devices", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("session", sa.Column("asleep_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Take them away again."""
    op.drop_column("session", "asleep_at")
    op.drop_column("session", "earlier_devices")
