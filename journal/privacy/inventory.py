"""Every table and column that is kept, whose it is, and what it holds: a test compares this with the schema.

`sealed` columns can be read with their owner's key alone. Nothing else may hold what somebody wrote in a reflection.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["sealed", "account", "order", "figures", "record"]


@dataclass(frozen=True, slots=True)
class Held:
    """A table: whose its rows are (a column, or "" for nobody's), and what kind of thing each column holds."""

    owner: str
    columns: dict[str, Kind]


def _held(owner: str, **kinds: str) -> Held:
    return Held(owner, {column: kind for kind, names in kinds.items() for column in names.split()})  # type: ignore[misc]


INVENTORY: dict[str, Held] = {
    "organisation": _held("", account="id name created_at"),
    "team": _held("", account="id organisation_id name"),
    "person": _held("id", account="id organisation_id email name password_hash created_at suspended_at"),
    "person_role": _held("person_id", account="person_id role"),
    "team_member": _held("person_id", account="team_id person_id"),
    "session": _held(
        "owner_id",
        account=("owner_id token_hash id created_at seen_at confirmed_at browser device_id earlier_devices asleep_at"),
    ),
    "device": _held("owner_id", account="owner_id id name made_at seen_at revoked_at", sealed="sealed"),
    "invitation": _held(
        "",
        account=(
            "token_hash id organisation_id team_id email roles invited_by created_at expires_at accepted_at"
            " cancelled_at"
        ),
    ),
    "one_time_link": _held("person_id", account="token_hash purpose email person_id created_at expires_at used_at"),
    "audit_entry": _held("", record="realm_id number at actor_id action facts link"),
    "bucket": _held("", record="key_hash tokens filled_at"),
    "epoch": _held("", record="number epoch"),
    "journal_state": _held("owner_id", order="owner_id last_seq"),
    "entry": _held("owner_id", order="owner_id id started_at changed_seq heads deleted"),
    "revision": _held(
        "owner_id",
        order="owner_id id entry_id seq device_id parents deleted written_at received_at schema",
        sealed="sealed",
    ),
    "purge": _held("owner_id", order="owner_id entry_id seq purged_at"),
    "analysis": _held("owner_id", order="owner_id revision_id version", sealed="sealed"),
    "asked_question": _held("owner_id", order="owner_id id entry_id number asked_at state", sealed="sealed"),
    "theme_list": _held("owner_id", order="owner_id version through_seq", sealed="sealed"),
    "theme_choice": _held("owner_id", order="owner_id id chosen_at", sealed="sealed"),
    "word_choice": _held("owner_id", order="owner_id id chosen_at", sealed="sealed"),
    "supervision_agreement": _held(
        "supervisee_id", account="id supervisee_id supervisor_id proposed_by proposed_at agreed_at ended_at"
    ),
    "share": _held(
        "owner_id",
        order="owner_id id recipient_id entry_id shared_at expires_at checked_at opened_at withdrawn_at",
        sealed="sealed",
    ),
    "shared_copy": _held(
        "recipient_id",
        order="recipient_id id author_id shared_at expires_at opened_at ended_at",
        sealed="sealed",
    ),
    "reminder_plan": _held("owner_id", order="owner_id next_at through_seq", sealed="sealed"),
    "reminder_sent": _held("owner_id", record="owner_id slot sent_at"),
    "push_subscription": _held(
        "owner_id", account="owner_id device_id endpoint_hash made_at seen_at quiet_until", sealed="sealed"
    ),
    "agreed_action": _held("owner_id", order="owner_id id noted_at done_at", sealed="sealed"),
    "cohort": _held("", account="id organisation_id parent_id name created_at"),
    "cohort_member": _held("person_id", account="cohort_id person_id joined_on left_on"),
    "cohort_trainer": _held("person_id", account="cohort_id person_id"),
    "consent": _held("owner_id", account="owner_id given_at withdrawn_at"),
    "release": _held("", figures="id cohort_id period starts_on ends_on published_at published_by figures"),
}
