"""Whether a question invites a story or can be answered in a word.

The rules follow the usual practice of coding counselling talk: open are "what", "how", "why" and invitations to tell,
however they are dressed ("can you tell me a bit more about ..."); closed are yes-or-no questions, choices, statements
with a question mark, and questions for one fact (how many, what time, where do you live, a number on a scale). Real
talk is untidy, so fillers are passed over and each sentence of an utterance is looked at: one open question makes it
open. Known failure: coders often call a closed form open when the answer was long, and no rule on the words sees that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

LONGEST = 2000
_STUTTER = re.compile(r"\b([a-z']{1,12})-+\s?(?=\1)")
_SENTENCE = re.compile(r"[^.?!]*[.?!]+|[^.?!]+$")
_FILLERS = re.compile(
    r"^(?:(?:um+|uh+|er+m?|hm+|mm+|ah|oh|okay|ok|so|and|but|well|now|then|alright|all right|right|yeah|yes|no|sure|"
    r"great|good|like|or|also|because|just|you know|i mean|i guess|let's see|see|look|anyway|actually|again|"
    r"first of all|in terms of that|mm-hmm|uh-huh|got it|i see|fair enough|cool)\b[\s,\-–—…:]*)+"
)
_AUXILIARY = (
    r"(?:do|does|did|is|are|was|were|am|have|has|had|can|could|will|would|shall|should|may|might|must|ain't|"
    r"(?:do|does|did|is|are|was|were|have|has|had|ca|could|wo|would|should)n't)"
)
_YES_NO = re.compile(rf"^{_AUXILIARY}\b")
_INVITES = re.compile(
    r"\b(?:(?:tell|talk to|share with|walk|take) (?:me|us)\b(?! (?:if|whether|your (?:name|age)))"
    r"|telling me\b|talk (?:a (?:little )?(?:bit )?(?:more )?)?about\b"
    r"|(?:say|hear|know|learn|find out) (?:a (?:little )?(?:bit )?)?more\b"
    r"|describ(?:e|ing)\b|explain(?:ing)?\b|elaborate\b|expand on\b|give me (?:an (?:example|idea)|a (?:sense|picture))"
    r"|help me (?:to )?understand|anything else|something else you|fill me in|paint (?:me )?a picture)"
)
_WONDERS = re.compile(
    r"\b(?:wonder(?:ing)?|curious|interested|like to (?:know|hear|ask)|want(?:ed)? to (?:know|hear|ask)"
    r"|love to (?:know|hear)"
    r"|(?:any|some|an) (?:idea|thoughts?|sense))\b.{0,40}?\b(?:what|how|why)\b(?! (?:many|much|often|long|old)\b)"
)
_ASKS = re.compile(
    r"(?:^|[,;:\-–—…]\s*|\b(?:and|so|but|then|or|you|think|say|about|to|of|with|in|from|for|at)\s+)"
    r"(?P<word>what|how|why)(?P<rest>(?:'s|'re|'d|'ll|'ve|,|\s|$).*)"
)
_QUESTION_INSIDE = re.compile(
    rf"\b(?P<word>what|how|why)(?P<rest>(?:'s|'re|'d|'ll|'ve|\s+{_AUXILIARY}\b|\s+(?:else|kinds?|sorts?|types?|about|if|"
    r"makes?|made|happens?|happened|brings?|brought|helps?|worr\w+|concerns?|come)\b).*)"
)
_FACT_HOW = re.compile(
    r"^\s+(?:many|much|often|long|old|far|tall|heavy|frequently|soon|big|late|early|recently|likely|high|low|"
    r"large|small|regularly|fast)\b"
)
_STORY_HOW = re.compile(r"^\s+(?:much|long|far|likely)\b.*\b(?:what makes|and (?:what|how|why))\b")
_FACT_WHAT = re.compile(
    r"^(?:'s|\s+(?:is|was|are))?\s*(?:(?:your|his|her|their|the)\s+)?(?:(?:first|last|full)\s+)?"
    r"(?:name|age|time|day|date|year|month|grade|number|dose|dosage|size|address|phone|job|colou?r|school|percentage|"
    r"date of birth|birthday|brand|weight|height|hospital|doctor's name|score)\b(?! (?:like|for you|mean))"
)
_SCALE = re.compile(
    r"\bscale\b|\b(?:from )?(?:zero|0|one|1) (?:to|and|through|being) (?:ten|10|five|5|a hundred|100)\b|\bwhat number\b"
)
_CHOICE = re.compile(r"\bwhat\b.{0,3}$|\bor (?:not|no|what|something|anything)\b.{0,12}$")
_ASKS_WHETHER = re.compile(
    r"^(?!(?:is|was) there (?:any|some)thing else)"
    r"(?:(?:do|does|did|is|are|was|were|have|has|had)\b(?!.*\b(?:mind|thoughts?|ideas?|sense)\b)|would you like to\b)"
)
_NO_QUESTION = re.compile(
    r"\bwhat (?:i|you|he|she|we|they)(?:'m|'re|'s| am| are| is|'ve| have)?\b.*\b(?:is|was)\b|^what(?:'s| is) it, "
)
_LEFT_TO_FINISH = re.compile(
    rf"^(?!{_AUXILIARY}\b|what|how|why|who|where|when)(?:\S+ ){{1,6}}(?:is|are|was|were|because|would be)$"
    r"|^some of the (?:things|reasons|ways|good|benefits|downsides)\b"
)
_NOT_ONLY_A_NUMBER = re.compile(r"\b(?:what|why)\b.*\b(?:not|makes?|rather|instead|higher|lower)\b")
_FACT_OTHER = re.compile(r"^(?:who|whose|whom|which|when|where)\b")
_STORY_OTHER = re.compile(
    r"^(?:when|where|which|who)\b.*(?:\b(?:and (?:what|how|why)|go from here|leave you|see yourself|see this|feel|"
    r"notice|land(?:ed)?|matter|mean|take (?:you|this)|come from|get stuck|stand)\b)"
)
_SAYINGS = re.compile(r"\b(?:you know what(?: i mean| i'm saying)?|guess what|what do you call it|no matter what)\b")
_BARE_STORY = re.compile(
    r"^(?:like|such as|meaning|because|how so|how come|in what way|go on|what else|why not)\b.{0,12}$"
)
_LED_IN = re.compile(r"^(?:when|where|which|who|if|since|after|before|given|on|in|at|with|as|for)\b[^?]*?,\s*")


def is_open(question: str) -> bool:
    """Say whether a question (or a whole utterance that holds one) is open; the first 2,000 characters are looked at.

    Where sentences with a question mark are there, only those count; without any, invitations and questions written
    without the mark do.
    """
    text = _STUTTER.sub("", " ".join(question[:LONGEST].lower().replace("’", "'").split()))
    sentences = [sentence.strip() for sentence in _SENTENCE.findall(text) if sentence.strip()]
    asking = [sentence for sentence in sentences if sentence.endswith("?")]
    return any(_opens(clause) for clause in _clauses(asking or sentences))


def _clauses(sentences: list[str]) -> Iterator[str]:
    for sentence in sentences:
        plain = _SAYINGS.sub("", sentence.strip(" .?!-–—,…"))
        clause = _FILLERS.sub("", plain.strip(" -–—,…")).strip()
        if clause:
            yield clause


def _opens(clause: str) -> bool:
    if _BARE_STORY.match(clause):
        return True
    if _SCALE.search(clause) and not _NOT_ONLY_A_NUMBER.search(clause):
        return False
    if (_INVITES.search(clause) or _WONDERS.search(clause)) and not _ASKS_WHETHER.search(clause):
        return True
    if _LEFT_TO_FINISH.search(clause):
        return True
    if _NO_QUESTION.search(clause):
        return False
    if _YES_NO.match(clause):
        later = re.search(rf"(?:,|\band\b|[-–—])\s*(?:what|how|why)(?:'s|\s+{_AUXILIARY})\b", clause)
        return later is not None and not _CHOICE.search(clause)
    if _FACT_OTHER.match(clause):
        led = _LED_IN.match(clause)
        return _STORY_OTHER.match(clause) is not None or (led is not None and _opens(clause[led.end() :]))
    asked = _ASKS.search(clause) or _QUESTION_INSIDE.search(clause)
    if asked is None:
        return False
    if asked.start() > 0 and asked["word"] == "what" and not _QUESTION_INSIDE.search(clause):
        return clause[asked.start()] == "," and not asked["rest"].startswith(",")
    return _asks_for_story(asked["word"], asked["rest"])


def _asks_for_story(word: str, rest: str) -> bool:
    if word == "how":
        return _FACT_HOW.match(rest) is None or _STORY_HOW.match(rest) is not None
    if word == "what":
        return _FACT_WHAT.match(rest) is None
    return True
