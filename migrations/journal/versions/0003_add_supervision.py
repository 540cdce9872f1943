"""Add supervision agreements and shares."""

import sqlalchemy as sa
from alembic import op

revision = "0003_add_supervision"
down_revision = "0002_add_reflections"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add supervision agreements and shares."""
    op.create_table(
        "share",
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_share_owner_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("owner_id", "id", name=op.f("pk_share")),
    )
    op.create_index(op.f("ix_share_owner_id_entry_id"), "share", ["owner_id", "entry_id"], unique=False)
    op.create_table(
        "shared_copy",
        sa.Column("recipient_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recipient_id"], ["person.id"], name=op.f("fk_shared_copy_recipient_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("recipient_id", "id", name=op.f("pk_shared_copy")),
    )
    op.create_index(op.f("ix_shared_copy_expires_at"), "shared_copy", ["expires_at"], unique=False)
    op.create_index(
        op.f("ix_shared_copy_recipient_id_author_id"), "shared_copy", ["recipient_id", "author_id"], unique=False
    )
    op.create_table(
        "supervision_agreement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("supervisee_id", sa.Uuid(), nullable=False),
        sa.Column("supervisor_id", sa.Uuid(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["supervisee_id"], ["person.id"], name=op.f("fk_supervision_agreement_supervisee_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["supervisor_id"], ["person.id"], name=op.f("fk_supervision_agreement_supervisor_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision_agreement")),
    )
    op.create_index(
        op.f("ix_supervision_agreement_supervisee_id"), "supervision_agreement", ["supervisee_id"], unique=False
    )
    op.create_index(
        op.f("ix_supervision_agreement_supervisor_id"), "supervision_agreement", ["supervisor_id"], unique=False
    )
    op.create_index(
        "ix_supervision_agreement_open",
        "supervision_agreement",
        ["supervisee_id", "supervisor_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def downgrade() -> None:
    """Take them away again."""
    op.drop_index(
        "ix_supervision_agreement_open",
        table_name="supervision_agreement",
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_index(op.f("ix_supervision_agreement_supervisor_id"), table_name="supervision_agreement")
    op.drop_index(op.f("ix_supervision_agreement_supervisee_id"), table_name="supervision_agreement")
    op.drop_table("supervision_agreement")
    op.drop_index(op.f("ix_shared_copy_recipient_id_author_id"), table_name="shared_copy")
    op.drop_index(op.f("ix_shared_copy_expires_at"), table_name="shared_copy")
    op.drop_table("shared_copy")
    op.drop_index(op.f("ix_share_owner_id_entry_id"), table_name="share")
    op.drop_table("share")
