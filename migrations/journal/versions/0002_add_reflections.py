"""Add entries, revisions, stored analysis, questions asked and themes."""

import sqlalchemy as sa
from alembic import op

revision = "0002_add_reflections"
down_revision = "0001_add_accounts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add entries, revisions, stored analysis, questions asked and themes."""
    op.create_table(
        "epoch",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("epoch", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_epoch")),
    )
    op.create_table(
        "analysis",
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("revision_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_analysis_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("owner_id", "revision_id", "version", name=op.f("pk_analysis")),
    )
    op.create_table(
        "asked_question",
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["person.id"], name=op.f("fk_asked_question_owner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("owner_id", "id", name=op.f("pk_asked_question")),
    )
    op.create_index(
        op.f("ix_asked_question_owner_id_entry_id"), "asked_question", ["owner_id", "entry_id"], unique=False
    )
    op.create_table(
        "entry",
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_seq", sa.Integer(), nullable=False),
        sa.Column("heads", sa.JSON(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_entry_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("owner_id", "id", name=op.f("pk_entry")),
    )
    op.create_index(op.f("ix_entry_id"), "entry", ["id"], unique=False)
    op.create_index(op.f("ix_entry_owner_id_started_at"), "entry", ["owner_id", "started_at"], unique=False)
    op.create_table(
        "journal_state",
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["person.id"], name=op.f("fk_journal_state_owner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("owner_id", name=op.f("pk_journal_state")),
    )
    op.create_table(
        "purge",
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("purged_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_purge_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("owner_id", "entry_id", name=op.f("pk_purge")),
    )
    op.create_table(
        "revision",
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=True),
        sa.Column("parents", sa.JSON(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("schema", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_revision_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("owner_id", "id", name=op.f("pk_revision")),
        sa.UniqueConstraint("owner_id", "seq", name=op.f("uq_revision_owner_id_seq")),
    )
    op.create_index(op.f("ix_revision_id"), "revision", ["id"], unique=False)
    op.create_index(op.f("ix_revision_owner_id_entry_id"), "revision", ["owner_id", "entry_id"], unique=False)
    op.create_table(
        "theme_choice",
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_theme_choice_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("owner_id", "id", name=op.f("pk_theme_choice")),
    )
    op.create_table(
        "theme_list",
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("through_seq", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_theme_list_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("owner_id", "version", name=op.f("pk_theme_list")),
    )
    # ### end Alembic commands ###


def downgrade() -> None:
    """Take them away again."""
    op.drop_table("theme_list")
    op.drop_table("theme_choice")
    op.drop_index(op.f("ix_revision_owner_id_entry_id"), table_name="revision")
    op.drop_index(op.f("ix_revision_id"), table_name="revision")
    op.drop_table("revision")
    op.drop_table("purge")
    op.drop_table("journal_state")
    op.drop_index(op.f("ix_entry_owner_id_started_at"), table_name="entry")
    op.drop_index(op.f("ix_entry_id"), table_name="entry")
    op.drop_table("entry")
    op.drop_index(op.f("ix_asked_question_owner_id_entry_id"), table_name="asked_question")
    op.drop_table("asked_question")
    op.drop_table("analysis")
    op.drop_table("epoch")
    # ### end Alembic commands ###
