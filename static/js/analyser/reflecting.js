/**
 * Short pieces of the writer's own words that are safe to show back; twin of `journal/analyser/reflecting.py`.
 * @module
 */

import { set } from "./patterns.js";
import { SPACE, split, startsUpper } from "./text.js";

/** @typedef {import("./text.js").Span} Span */

/** @typedef {[string, number, number]} Word as written, with its place */
/** @typedef {{text: string, span: Span, length: number, meaning: number}} Piece */

const LINE_WORDS = [4, 18];
const SLOT_WORDS = [3, 7];
const LEAST_MEANING = 3;
const QUOTED = /"[^"\n]{0,400}"|“[^”\n]{0,400}”|‘[^’\n]{0,400}’(?![A-Za-z])/g;
const CLAUSE = /[^.!?;:,()[\]"“”‘\n\r—–/…*•]+/g;
const WORD = new RegExp(`[^${SPACE}]+`, "g");
const PLAIN = /^(?:I|[a-z]+)(?:['’][a-z]+)?$/;
const FIRST_PERSON = set("i i'm i've i'd i'll me my myself we us our");
const OTHERS = set("he she they him her them his their");
const NOBODY = set("nobody nothing never always everybody nobody's");
const JOINING = set("but and so");
const HELPING = set("was is were are had has have did didn't wasn't isn't can't couldn't would");
const SPEECH = set("said says told tells replied answered asked asks shouted goes texted wrote");
const OWN_SPEECH = set("i we i've i'd we'd nobody never hadn't haven't");
const WRITER = set("i we i've we've");
const HIM = set("him her them");
const ANYHOW = set("just also then still");
const ENDED_BY = set(
  "because cos while until till before after though although then so about across as at between by during for from in " +
    "like near on over with",
);
const DEED_MAY_END = set("her on so in");
const SAYING = set("he she");
const SAY = set("say saying ask tell read reads");
const YOU = set("you your you're you've you'd you'll yours");
const SENTENCE = /[^.!?\n]+/g;
const BROKEN_OFF = /[ \t]*["“‘:([]/y;
const NONE = /** @type {{text: string, span: Span | null}} */ ({ text: "", span: null });
const { max, min } = Math;
const ENDINGS = ["'s", "s", "es", "d", "ed", "ing", "ly", "er", "n", "r"];

/** Finds what may be shown back. */
export class Mirror {
  /** @param {Record<string, any>} everyday `everyday.json` */
  constructor(everyday) {
    this.words = new Set(everyday.words);
    this.meanings = new Map(Object.entries(everyday.meaning));
    this.neverFirst = new Set(everyday.never_first);
    this.neverLast = new Set(everyday.never_last);
    this.subjects = new Set(everyday.subjects);
    this.subjectsWithVerb = new Set(everyday.subjects_with_verb);
    this.bareStarts = new Set(everyday.bare_starts);
    this.noStart = new Set(everyday.no_start);
    this.avoid = new Set(everyday.avoid);
    this.names = new Set(everyday.names);
    this.deedNever = new Set(everyday.deed_never);
    this.deedEnds = new Set(everyday.deed_ends);
    /** @type {Map<string, string[][]>} the patterns of deeds by their first word, without it */
    this.deeds = new Map();
    for (const line of everyday.deeds) {
      const [first, ...rest] = line.split(" ");
      for (const verb of first.split("|")) this.deeds.set(verb, [...(this.deeds.get(verb) ?? []), rest]);
    }
  }

  /**
   * Give a short line, a few words for a question that quotes them, and the last thing the writer did with effort or
   * care, each with its place; "" where none is fit.
   * @param {string} text in code points
   */
  show(text) {
    const open = text.replace(QUOTED, (quoted) => "\n".repeat(quoted.length));
    const { told, near } = voicesIn(text);
    const clauses = Array.from(open.matchAll(CLAUSE)).filter(({ 0: clause, index }) => {
      BROKEN_OFF.lastIndex = index + clause.length;
      return text[index - 1] !== ":" && !BROKEN_OFF.test(text);
    });
    const pieces = clauses.flatMap(({ 0: clause, index }) => [...this.#safe(clause, index, text)]).filter(outside(near));
    const deeds = clauses.flatMap(({ 0: clause, index }) => [...this.#deeds(clause, index, text)]).filter(outside(told));
    const ours = deeds.filter(outside(near));
    const [deed] = deeds.filter((one) => ours.includes(one) || isSurelyTheWriters(one)).slice(-1);
    const closing = pieces.filter(({ span: [, end] }) => /^[ \t)\]*]*(?:[.!?\n\r…]|$)/.test(text.slice(end)));
    return { line: mostTelling(pieces, LINE_WORDS), slot: mostTelling(closing, SLOT_WORDS), deed: deed ?? NONE };
  }

  /** @param {string} clause @param {number} offset @param {string} text @returns {Generator<Piece>} */
  *#safe(clause, offset, text) {
    const words = wordsOf(clause, offset);
    for (const [start, begin] of this.#starts(words.map(([word]) => formOf(word)))) {
      const length = words.length - begin;
      if (length > 0 && length <= LINE_WORDS[1]) yield* this.#piece(words.slice(begin), text, begin === start);
    }
  }

  /** Where a piece may begin: before and after the words that nothing shown begins with. @param {string[]} forms */
  *#starts(forms) {
    // "The carers and I disagreed" would be made "I disagreed": what stands before an "and" has to be a statement.
    const stated = forms.length > 0 && this.subjects.has(forms[0]);
    let begin = 0;
    for (let start = 0; start <= forms.length; start += 1) {
      if (start < begin || (start && !(start > 1 && JOINING.has(forms[start - 1]) && (start > 4 || stated)))) continue;
      begin = start;
      while (begin < forms.length && this.neverFirst.has(forms[begin])) begin += 1;
      yield [start, begin];
    }
  }

  /** What a clause tells of the writer's doing. @param {string} clause @param {number} offset @param {string} text @returns {Generator<Piece>} */
  *#deeds(clause, offset, text) {
    const words = wordsOf(clause, offset);
    const forms = words.map(([word]) => formOf(word));
    const denied = forms.findLastIndex((form) => this.deedNever.has(form));
    for (const [start, begin] of this.#starts(forms)) {
      const named = WRITER.has(forms[begin]);
      if (begin <= denied || begin === forms.length || !(named || (!start && startsSentence(text, words[0][1])))) continue;
      let verb = begin + Number(named);
      while (verb < forms.length && ANYHOW.has(forms[verb])) verb += 1;
      for (const end of this.#ends(forms, begin, verb)) {
        const known = this.#deed(forms.slice(verb, end));
        const piece = known && this.#shown(words.slice(begin, end), text, begin === start, [verb - begin, verb - begin + known]);
        if (!piece) continue;
        yield piece;
        break;
      }
    }
  }

  /** Where a deed may end, the longest first. @param {string[]} forms @param {number} begin @param {number} verb */
  #ends(forms, begin, verb) {
    const most = begin + LINE_WORDS[1]; // looked no further: a text may be one clause of thousands of words
    const ends = forms.length <= most ? [forms.length] : [];
    for (let n = min(forms.length - 1, most); n > verb; n -= 1) {
      const next = forms[n + 1] ?? "";
      const goesOn = this.deedEnds.has(next) || next.endsWith("ed");
      if (ENDED_BY.has(forms[n]) || (["and", "but", "n"].includes(forms[n]) && goesOn)) ends.push(n);
    }
    return ends;
  }

  /** How many words of a pattern these begin with; 0 where none fits. @param {string[]} forms */
  #deed(forms) {
    patterns: for (const pattern of this.deeds.get(forms[0]) ?? []) {
      let known = 1;
      for (const slot of pattern) {
        if (slot === "_" || slot === "$") {
          if (forms.length > known === (slot === "_")) return known;
          continue patterns;
        }
        const form = forms[known];
        if (form === undefined || !(slot.split("|").includes(form) || (slot.includes("@") && HIM.has(form)))) continue patterns;
        known += 1;
      }
      return known;
    }
    return 0;
  }

  /** @param {Word[]} words @param {string} text @param {boolean} first @returns {Generator<Piece>} */
  *#piece(words, text, first) {
    const forms = words.map(([word]) => formOf(word));
    if (!this.#readsWhole(forms, startsSentence(text, words[0][1])) || this.neverLast.has(forms[forms.length - 1])) return;
    const piece = this.#shown(words, text, first);
    if (piece) yield piece;
  }

  /** The piece if every word may be shown; those from `from` to before `to` are a deed's. @param {Word[]} words @param {string} text @param {boolean} first @param {number[]} known */
  #shown(words, text, first, [from, to] = [0, 0]) {
    let [opening, start, end] = words[0];
    if (first && startsUpper(opening) && startsSentence(text, start) && opening.split(/['’]/)[0] !== "I")
      opening = opening[0].toLowerCase() + opening.slice(1);
    const plain = [opening, ...words.slice(1).map(([word]) => word)];
    const forms = plain.map(formOf);
    const final = forms[forms.length - 1];
    if (!plain.every((word, n) => PLAIN.test(word) && ((from <= n && n < to) || this.#isEveryday(forms[n])))) return null;
    if (to && this.neverLast.has(final) && !DEED_MAY_END.has(final)) return null;
    if (forms.some((form, n) => this.avoid.has(form) || isOthersSpeech(forms, n) || YOU.has(form))) return null;
    const span = /** @type {Span} */ ([start, words[words.length - 1][2]]);
    const shown = split(opening + text.slice(end, span[1])).join(" ");
    return { text: shown, span, length: words.length, meaning: this.#meaning(forms) };
  }

  /** Whether it reads as a statement by itself, as far as can be told. @param {string[]} forms @param {boolean} starts */
  #readsWhole([first, ...rest], starts) {
    const opens =
      this.subjects.has(first) ||
      (starts && this.bareStarts.has(first)) ||
      (this.subjectsWithVerb.has(first) && rest.some((form) => HELPING.has(form) || form.endsWith("ed")));
    /** @param {string} other */
    const opensTalk = (other) => this.subjects.has(other) || this.noStart.has(other);
    return opens && !rest.some((form, n) => SAY.has(n ? rest[n - 1] : first) && opensTalk(form));
  }

  /** @param {string} form */
  #isEveryday(form) {
    if (this.names.has(form)) return false; // an everyday word with an ending, if it were not a name: "ben", "don"
    return this.words.has(form) || ENDINGS.some((end) => form.endsWith(end) && this.words.has(form.slice(0, -end.length)));
  }

  /** @param {string[]} forms */
  #meaning(forms) {
    const told = forms.map((form) => Number(this.meanings.get(form) ?? 0)).sort((one, other) => other - one);
    const mine = forms.some((form) => FIRST_PERSON.has(form)) ? 2 : forms.some((form) => NOBODY.has(form)) ? 0 : -2;
    const theirs = forms.some((form) => OTHERS.has(form)) ? 1 : 0;
    return told.slice(0, 3).reduce((total, each) => total + each, 0) + mine - theirs;
  }
}

/** @param {string} clause @param {number} offset */
function wordsOf(clause, offset) {
  return Array.from(clause.matchAll(WORD), (match) => {
    const start = offset + match.index;
    return /** @type {Word} */ ([match[0], start, start + match[0].length]);
  });
}

/** A test for pieces, given in order: whether nobody else may be speaking there. @param {Span[]} voices */
function outside(voices) {
  let last = -1;
  return (/** @type {Piece} */ { span: [at] }) => {
    while (last + 1 < voices.length && voices[last + 1][0] <= at) last += 1;
    return last < 0 || at >= voices[last][1];
  };
}

/** Whether a deed told beside somebody's speech is not part of it: it has no "I", or is done for another. @param {Piece} deed */
function isSurelyTheWriters({ text }) {
  const forms = formOf(text).split(" ");
  return !WRITER.has(forms[0]) || forms.some((form) => OTHERS.has(form));
}

/** @param {Piece[]} pieces @param {number[]} words @returns {{text: string, span: Span | null}} */
function mostTelling(pieces, [least, most]) {
  /** @type {Piece | null} */
  let best = null;
  for (const piece of pieces) {
    // Later pieces win a tie: what people make of a thing tends to stand at the end.
    // The shorter, the more has to be in it: three words alone seldom say what they were about.
    const enough = LEAST_MEANING + Number(piece.length < 7) + Number(piece.length < 5);
    const fits = least <= piece.length && piece.length <= most && piece.meaning >= enough;
    if (fits && (!best || piece.meaning >= best.meaning)) best = piece;
  }
  return best ?? { text: "", span: null };
}

/**
 * Where somebody may be speaking without quotation marks, in order: whole sentences with a "said" in which it is `told`, and what is
 * `near` it, from the "said" to its sentence's end; where the text has no quotation marks at all, the sentences beside as well.
 * @param {string} text
 */
function voicesIn(text) {
  const sentences = Array.from(text.matchAll(SENTENCE), ({ 0: each, index }) => /** @type {Span} */ ([index, index + each.length]));
  const marked = /["“”‘]/.test(text);
  const spoken = sentences.flatMap(([begin, end], n) => {
    const words = Array.from(text.slice(begin, end).matchAll(WORD));
    const forms = words.map(([word]) => formOf(word).replace(/^[.,;:]+|[.,;:]+$/g, ""));
    const around = /** @type {Span} */ ([sentences[max(0, n - 1)][0], sentences[min(sentences.length - 1, n + 1)][1]]);
    return words
      .filter((_, at) => isOthersSpeech(forms, at))
      .map(({ index }) => ({ told: sentences[n], near: marked ? /** @type {Span} */ ([begin + index, end]) : around }));
  });
  return { told: spoken.map(({ told }) => told), near: spoken.map(({ near }) => near) };
}

/** Whether somebody else says something: not "I said", nor a bare "told her". @param {string[]} forms @param {number} n */
function isOthersSpeech(forms, n) {
  // "Then he also say": where English came second.
  if (forms[n] === "say") return forms.slice(max(0, n - 2), n).some((form) => SAYING.has(form));
  return n > 0 && SPEECH.has(forms[n]) && !OWN_SPEECH.has(forms[n - 1]);
}

/** @param {string} text @param {number} at */
function startsSentence(text, at) {
  return /(?:^|[.!?\n\r…])[ \t"“'‘]*$/.test(text.slice(Math.max(0, at - 8), at));
}

/** @param {string} word */
function formOf(word) {
  return word.toLowerCase().replaceAll("’", "'");
}
