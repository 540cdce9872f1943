"""What a text reads like once its author has decided."""

from journal.supervision.checking import apply, check_pieces
from journal.supervision.content import Piece


def read(text: str) -> str:
    checked = check_pieces([Piece("body", "What happened", text)])
    return apply(checked, {word.key: True for word in checked.words})[0].text


def test_a_name_behind_its_own_role_is_left_out():
    assert read("Her son Tunde came with her.") == "Her son came with her."
    assert read("I told my mentor Will about it.") == "I told my mentor about it."


def test_a_name_alone_becomes_a_role():
    assert "Tunde" not in read("Then Tunde Okafor rang, and I rang Tunde back.")
