"""Add word choices."""

import sqlalchemy as sa
from alembic import op

revision = "0007_add_word_choices"
down_revision = "0006_add_reminders"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add word choices."""
    op.create_table(
        "word_choice",
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_word_choice_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("owner_id", "id", name=op.f("pk_word_choice")),
    )


def downgrade() -> None:
    """Take them away again."""
    op.drop_table("word_choice")
