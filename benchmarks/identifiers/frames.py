"""Sentences to put generated identifiers into. Written for measuring; no rule was made by looking at them."""

# {x} is what must be found; everything else must stay unmarked.
FORMS: dict[str, list[str]] = {
    "NHS_NUMBER": [
        "Checked the wristband, {x}, against the chart before the transfusion.",
        "Referral went through with NHS no {x} after the third attempt.",
        "Had to read {x} down the line twice because the signal dropped.",
    ],
    "PHONE": [
        "She scribbled {x} on a paper towel so that I could reach her.",
        "Left two messages on {x} and heard nothing until teatime.",
        "His brother can be reached at {x} after six.",
    ],
    "POSTCODE": [
        "The hoist was delivered to {x} instead, so we managed without.",
        "Sat nav would not take {x} and I was late for the visit.",
        "They have moved to {x} and the old practice keeps the notes.",
    ],
    "EMAIL": [
        "I sent the minutes to {x} and copied my supervisor in.",
        "Her address is {x} but she never reads it.",
    ],
    "DATE": [
        "The fall was on {x} and nobody told the family until later.",
        "We agreed to look at the plan again on {x}.",
        "Discharged {x}, back in with a chest infection soon after.",
        "Conference held {x}; I was asked to speak first.",
    ],
    "AGE_OVER_89": [
        "He is {x} and still shaves with a cut-throat razor.",
        "Lives alone, {x} years old, with a cat that hates us.",
        "She turned {x} the day the boiler failed.",
        "A woman aged {x} came in with a broken wrist.",
    ],
    "VEHICLE": [
        "The car, {x}, was across the drive and the ambulance could not get in.",
        "Wrote {x} on my hand in case it followed me again.",
    ],
    "ID_OTHER": [
        "They wanted {x} on the form before anything else.",
        "I gave {x} as my number and signed at the bottom.",
    ],
    "RECORD_NUMBER": [
        "Hospital number {x} had two sets of notes stuck together.",
        "The case is on the system as ref {x}.",
    ],
    "ADDRESS": [
        "Called at {x} and the curtains were still shut.",
        "The flat at {x} has no lift and she has not been out since.",
        "He gave his address as {x} though nobody knew him there.",
    ],
    "ORGANISATION": [
        "She was moved to {x} in the night without her glasses.",
        "I rang {x} and was told to ring back.",
        "The handover from {x} left out the most important thing.",
    ],
    "PERSON": [
        "I sat with {x} until the doctor came.",
        "{x} asked me whether it would hurt.",
        "The daughter of {x} was waiting by the lift.",
        "It was {x} who noticed the bruise.",
        "My colleague {x} had already gone home.",
        "Told {x} that I was sorry for the delay.",
        "When {x} died the whole bay went quiet.",
        "{x}'s breathing had changed by the time I got back.",
    ],
}  # fmt: skip

# For the gap between origins: full name, title with surname, given name alone.
ORIGIN_FRAMES = [
    ("full", "I sat with {x} until the doctor came."),
    ("full", "{x} asked me whether it would hurt."),
    ("full", "Handover said {x} had refused breakfast."),
    ("title", "{x} wanted the window open and I said no."),
    ("title", "We had a long talk with {x} about going home."),
    ("given", "Told {x} that I was sorry for the delay."),
    ("given", "My colleague {x} had already gone home."),
    ("given", "{x} said nobody had explained it before."),
]

WITHOUT = [
    "Bed 6 wanted the blinds down and bay 3 wanted them up. Barthel 14, Waterlow 19, Lantus given at 21:30.",
    "I will try to slow down. May is always busy, and the mark on her arm had faded by Tuesday.",
    "Used Gibbs again for the assignment. Datix done, Mosaic updated, SystmOne down until four.",
    "BP 134/82, sats 95 on 2 litres, pain 4/10, next review in 2/52. GCS 15 throughout.",
    "In March 2024 the team in Birmingham lost three nurses. Nobody in London answered the phone.",
    "The daughter hoped we might stop. I hope so too. Grace under pressure, said the ward manager.",
    "Mum was upset. Dad rose to leave and the social worker drew breath. It was frank, and kind.",
    "He has Parkinson's and Lewy body dementia; the Glasgow scale says little about him.",
    "Completed my mandatory training: fire, moving and handling, Prevent, and the Oliver McGowan module.",
    "At ninety minutes past the end of the shift I was still writing. Ninety per cent of it was copied.",
]
