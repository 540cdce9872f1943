"""What the identifier check returns."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["sure", "maybe"]


@dataclass(frozen=True, slots=True)
class Found:
    """One stretch of text that could identify somebody.

    `start` and `end` count code points. `type` is one of PERSON, ADDRESS, POSTCODE, PHONE, EMAIL, NHS_NUMBER,
    RECORD_NUMBER, DATE, AGE_OVER_89, ORGANISATION, LOCATION, ROLE, VEHICLE, URL, ID_OTHER. `sure` is asked about
    before saving, `maybe` only underlined. `replacement` is the words offered instead.
    """

    start: int
    end: int
    type: str
    severity: Severity
    replacement: str
