"""The next question for one entry: chosen from the bank by rules that can be told in a sentence.

A question fits when nothing in it is presupposed. Among those that fit and have not been asked before, whole numbers
are added up: `weights` in `lexicons/questions.json` (what each is for stands in `lexicons/QUESTIONS.md`), and how well
readers found the question to sit in entries like this. The highest sum wins; equal ones fall to the earlier in the
bank. No hashing, no fractions, no chance: the phone makes the same choice from the same file. No question is chosen
while the entry shows distress, nor a fourth under one entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from journal.analyser import bank
from journal.analyser.bank import DEED, SLOT, Item
from journal.analyser.check import MOST_WORDS, PER_SITTING, RECENT, is_near_duplicate
from journal.analyser.reflecting import reflecting_line
from journal.analyser.results import Asked, Entry, Question, Span, Theme, Valence
from journal.analyser.situation import CYCLE, Situation, is_strength_due, questions_shown, situation_of

_COMPANY = ("colleague", "learner", "manager", "home_life")
_LATER = ("analysis", "learning", "plan")
_TELLING = ("description", "feeling")
_SHORT = 40
_MOST_EVIDENCE = 3


def next_question(entry: Entry, history: Sequence[Entry] = (), asked: Sequence[Asked] = ()) -> Question | None:
    """Give the next question for an entry, or None while it shows distress or after three under the same entry.

    `history` are this person's earlier entries, `asked` everything shown to this person before, both oldest first.
    """
    if any(signpost.kind == "distress" for signpost in entry.analysis.signposts):
        return None
    if entry.id and sum(1 for one in asked if one.entry_id == entry.id) >= PER_SITTING:
        return None
    situation = situation_of(entry, history, asked)
    chosen = _choose([item for item in bank.questions() if _fits(item, situation)], situation, asked)
    if chosen is None:
        loose = [item for item in bank.questions() if _fits(item, situation, any_element=True)]
        chosen = _choose(loose, situation, asked) or _longest_ago(loose, situation, asked)
    return _question(chosen, situation) if chosen else None


def theme_question(theme: Theme, asked: Sequence[Asked] = ()) -> Question | None:
    """Give a question about something that keeps coming up, by the same rules; it presupposes nothing but that."""
    shown = questions_shown(asked)
    hard = theme.valence.get("was_hard", 0) > theme.valence.get("went_well", 0)
    valence: Valence = "was_hard" if hard else "mixed"
    due = is_strength_due(shown)
    last = {one.question_id: at for at, one in enumerate(asked)}
    suits = [
        item
        for item in bank.questions()
        if item.theme and not item.needs and (not item.valence or valence in item.valence)
        if (item.strength or not due) and not _is_recent(item, shown)
    ]
    if not suits:
        return None
    fresh = [item for item in suits if item.id not in last]
    first = (
        fresh[len(theme.entries) % len(fresh)] if fresh else min(suits, key=lambda item: (last[item.id], item.index))
    )
    why = bank.reasons()["theme"].format(count=len(theme.entries))
    return Question(first.id, first.text, first.family, _sentence([why]), ())


def _fits(item: Item, s: Situation, *, any_element: bool = False) -> bool:
    """Say whether a question presupposes nothing that this entry does not show."""
    if not s.groups.issuperset(item.needs) or not s.groups.isdisjoint(item.without):
        return False
    if s.first and not _asks_after_the_telling(item, s):
        return False
    marked = s.entry.elements
    if item.states:
        if not any(marked.get(element) in item.states for element in item.elements):
            return False
    elif item.elements and not any_element and not item.topics and not item.concepts:
        if not any(element in marked for element in item.elements):
            return False
    if item.valence and not _suits_how_it_went(item, s):
        return False
    if any(s.told[topic] < bank.cues()[topic].least for topic in item.topics):
        return False
    if item.concepts and s.concepts.isdisjoint(item.concepts):
        return False
    if (item.theme and not s.pressing) or (item.light and not s.ordinary):
        return False
    if item.has_slot and (not s.slot or len(_filled(item, s.slot).split()) > MOST_WORDS):
        return False
    if item.strength and s.tender and not (any_element or item.gentle or (item.states and not s.grave)):
        return False
    if item.narrow and (s.grave or not (any_element or _is_called_for(item, s))):
        return False
    return not s.grave or item.family in bank.named("grave_families")


def _asks_after_the_telling(item: Item, s: Situation) -> bool:
    """Say whether a question may be a person's first: of what happened, how it felt or their own words."""
    if item.strength and s.entry.valence != "went_well":
        return False
    return item.component in _TELLING or item.has_slot


def _is_called_for(item: Item, s: Situation) -> bool:
    """Say whether the author or the vocabulary gives ground for a narrow question."""
    return bool(item.topics or item.concepts) or any(element in s.entry.elements for element in item.elements)


def _suits_how_it_went(item: Item, s: Situation) -> bool:
    """Say whether a question suits how it went.

    None that presumes it does while that is a mere guess; being cheerful is the worse way to be wrong.
    """
    if s.valence not in item.valence:
        return False
    if s.entry.valence or "was_hard" in item.valence:
        return True
    return s.valence == "went_well" and "mixed" in item.valence


def _choose(items: Sequence[Item], s: Situation, asked: Sequence[Asked]) -> Item | None:
    before = {one.question_id for one in asked}
    fresh = [item for item in items if item.id not in before and (item.strength or not s.strength_due)]
    return max(fresh, key=lambda item: (_worth(item, s), -item.index), default=None)


def _longest_ago(items: Sequence[Item], s: Situation, asked: Sequence[Asked]) -> Item | None:
    """Give the question asked longest ago, once every one that fits has been asked."""
    last = {one.question_id: at for at, one in enumerate(asked)}
    again = [item for item in items if (item.strength or not s.strength_due) and not _is_recent(item, s.shown)]
    return min(again, key=lambda item: (last.get(item.id, -1), item.index), default=None)


def _is_recent(item: Item, shown: Sequence[Item]) -> bool:
    return any(is_near_duplicate(item.text, other.text) for other in shown[-RECENT:])


def _worth(item: Item, s: Situation) -> int:
    w = bank.weights()
    total = _element_worth(item, s) + _topic_worth(item, s) + _part_worth(item, s) + _sits(item, s)
    if item.has_slot:
        total += w["own_words"]
    if item.concepts:
        total += w["concept"]
    if item.valence and len(item.valence) < 3:
        total += w["valence"]
    if item.strength and s.valence == "went_well":
        total += w["strength_when_well"]
    if item.theme:
        total += w["theme"]
    if item.light:
        total += w["light"]
    if s.plain and item.family in bank.named("plain_families"):
        total += w["plain"]
    if not s.problem and item.family in bank.named("problem_families"):
        total -= w["no_problem"]
    if s.exhausted and item.family == "supervision":
        total += w["rest_when_exhausted"]
    if item.strength and not s.strength_due:
        total += _worth_of_strength_unasked(item, s)
    if item.wide:
        total += w["wide"]
    if item.narrow:
        total -= w["narrow"]
    total += w["stage"] * (2 - abs(item.stage - s.stage))
    total -= w["same_family"] * sum(1 for other in s.shown[-6:] if other.family == item.family)
    total -= w["same_theme"] * sum(1 for other in s.shown[-6:] if item.theme and other.theme)
    # A small whole-number mix, so that people with like entries are not all led through the bank in one order.
    return total + (item.index * 37 + s.turn * 101 + len(s.words.lower) * 13) % w["mix"]


def _sits(item: Item, s: Situation) -> int:
    """Give how well readers found a question to sit under entries, those of these kinds among them."""
    return sum(amount for kind, amount in item.sits if kind in s.kinds)


def _worth_of_strength_unasked(item: Item, s: Situation) -> int:
    """Give what a question about strength gains or loses while none is due.

    Where it is grave none is called for, nor where it was hard, unless it is of a deed. Elsewhere one now keeps the
    next entry, which may be hard, from having to take one.
    """
    w = bank.weights()
    if s.ordinary or s.grave or (s.tender and DEED not in item.needs):
        return -w["unasked_strength"]
    return w["strength_soon"] if s.shown and not (s.tender or s.shown[-1].strength) else 0


def _element_worth(item: Item, s: Situation) -> int:
    w = bank.weights()
    best = 0
    for element in item.elements:
        state = s.entry.elements.get(element)
        if state:
            gain = w["marked_present"] if state == "present" else w["marked_hard"]
            best = max(best, gain + (w["state"] if state in item.states else 0))
    recent = sum(1 for other in s.shown[-3:] if set(other.elements) & set(item.elements))
    return best - w["same_element"] * recent


def _topic_worth(item: Item, s: Situation) -> int:
    w = bank.weights()
    topics = item.topics
    if not topics:
        crowded = "person" in item.needs and not s.groups.isdisjoint(_COMPANY)
        deeds = w["deed"] - w["same_topic"] * sum(1 for other in s.shown[-4:] if DEED in other.needs)
        someone = (w["about_someone"] if item.needs else 0) - (w["mixed_company"] if crowded else 0)
        return someone + (deeds if DEED in item.needs else 0)
    told = min(w["most_mentions"], max(s.told[topic] for topic in topics))
    again = w["topic_again"] if not s.repeated.isdisjoint(topics) else 0
    recent = sum(1 for other in s.shown[-4:] if not set(other.needs).isdisjoint(topics))
    return w["topic"] * told + again - w["same_topic"] * recent


def _part_worth(item: Item, s: Situation) -> int:
    w = bank.weights()
    recent = sum(1 for other in s.shown[-3:] if other.component == item.component)
    if item.component == "description":
        gain = w["short_entry"] if len(s.words.lower) < _SHORT else 0
    elif item.component in _LATER and s.plain and s.valence != "was_hard":
        gain = 0  # a day told for its own sake calls for no lesson, reason or plan
    elif not item.asks:
        gain = 0
    elif item.component in s.missing:
        first = next(part for part in CYCLE if part in s.missing)
        gain = w["missing"] + (w["first_missing"] if item.component == first and (s.stage == 1 or s.plain) else 0)
    else:
        gain = 0 if item.topics or item.concepts else -w["answered"]
    return gain - w["same_part"] * recent


def _filled(item: Item, slot: str) -> str:
    return item.text.replace(SLOT, slot)


def _question(item: Item, s: Situation) -> Question:
    clauses, evidence = _grounds(item, s)
    line, span = _line(item, s)
    if not evidence and span:
        evidence = (span,)
    return Question(
        question_id=item.id,
        text=_filled(item, s.slot),
        family=item.family,
        why=_sentence(clauses),
        evidence=evidence[:_MOST_EVIDENCE],
        reflecting=line,
    )


def _line(item: Item, s: Situation) -> tuple[str, Span | None]:
    """Give what is shown back above a question: the deed where it is about one, nothing where it quotes the writer."""
    if DEED in item.needs:
        return s.deed, s.deed_span
    return ("", None) if item.has_slot else reflecting_line(s.entry.text)


def _grounds(item: Item, s: Situation) -> tuple[list[str], tuple[Span, ...]]:
    """Give what the choice rested on, as half-sentences (two at most), and where that stands in the text."""
    say = bank.reasons()
    clauses: list[str] = []
    evidence: tuple[Span, ...] = ()
    element = _element_of(item, s)
    topic = next(iter((*item.topics, *(sorted(s.pressing) if item.theme else ()))), "")
    if element:
        clauses.append(say["mark"].format(element=element.capitalize(), state=s.entry.elements[element]))
        evidence = tuple(span for hit in s.entry.analysis.elements if hit.element == element for span in hit.evidence)
        evidence = tuple(span for span in evidence if " " in s.entry.text[slice(*span)])  # one word tells too little
    elif topic:
        clauses.append(say["topic_again" if topic in s.repeated else "topic"].format(label=bank.cues()[topic].label))
        evidence = bank.places(s.words, topic)
    elif item.concepts:
        clauses.append(say["concept"])
        evidence = tuple(hit.span for hit in s.entry.analysis.concepts if hit.concept in item.concepts)
    elif DEED in item.needs and s.deed_span:
        clauses.append(say["deed"])
        evidence = (s.deed_span,)
    elif item.has_slot and s.slot_span:
        clauses.append(say["words"])
        evidence = (s.slot_span,)
    clauses.extend(_gap(item, s))
    return clauses[:2] or [say["found" if _sits(item, s) > 0 else "any"]], evidence


def _gap(item: Item, s: Situation) -> Iterable[str]:
    say = bank.reasons()
    if item.strength and s.strength_due:
        yield say["balance"]
    elif item.component in s.missing and item.asks:
        yield say[f"missing_{item.component}"]
    elif s.entry.valence and item.valence:
        yield say[s.entry.valence]


def _element_of(item: Item, s: Situation) -> str:
    if (item.topics or item.concepts) and not item.states:
        return ""  # it is asked for what the entry speaks of
    return next((element for element in item.elements if element in s.entry.elements), "")


def _sentence(clauses: Sequence[str]) -> str:
    joined = " and ".join(clauses)
    return f"{joined[:1].upper()}{joined[1:]}."
