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
const SAY = set("say saying ask tell read reads");
const YOU = set("you your you're you've you'd you'll yours");
const SENTENCE = /[^.!?\n]+/g;
const BROKEN_OFF = /[ \t]*["“‘:([]/y;
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
  }

  /**
   * Give a short line and a few words for a question that quotes them, each with its place; "" where none is fit.
   * @param {string} text in code points
   */
  show(text) {
    const open = text.replace(QUOTED, (quoted) => "\n".repeat(quoted.length));
    const voices = voicesIn(text);
    let last = -1;
    const pieces = Array.from(open.matchAll(CLAUSE), ({ 0: clause, index }) => {
      BROKEN_OFF.lastIndex = index + clause.length;
      return text[index - 1] === ":" || BROKEN_OFF.test(text) ? [] : [...this.#safe(clause, index, text)];
    })
      .flat()
      .filter(({ span: [at] }) => {
        while (last + 1 < voices.length && voices[last + 1][0] <= at) last += 1;
        return last < 0 || at >= voices[last][1];
      });
    const closing = pieces.filter(({ span: [, end] }) => /^[ \t)\]*]*(?:[.!?\n\r…]|$)/.test(text.slice(end)));
    return { line: mostTelling(pieces, LINE_WORDS), slot: mostTelling(closing, SLOT_WORDS) };
  }

  /** @param {string} clause @param {number} offset @param {string} text @returns {Generator<Piece>} */
  *#safe(clause, offset, text) {
    const words = Array.from(clause.matchAll(WORD), (match) => {
      const start = offset + match.index;
      return /** @type {Word} */ ([match[0], start, start + match[0].length]);
    });
    // "The carers and I disagreed" would be made "I disagreed": what stands before an "and" has to be a statement.
    const stated = words.length > 0 && this.subjects.has(formOf(words[0][0]));
    let begin = 0;
    for (let start = 0; start <= words.length; start += 1) {
      if (start < begin || (start && !(start > 1 && JOINING.has(formOf(words[start - 1][0])) && (start > 4 || stated)))) continue;
      begin = start;
      while (begin < words.length && this.neverFirst.has(formOf(words[begin][0]))) begin += 1;
      const length = words.length - begin;
      if (length > 0 && length <= LINE_WORDS[1]) yield* this.#piece(words.slice(begin), text, begin === start);
    }
  }

  /** @param {Word[]} words @param {string} text @param {boolean} first @returns {Generator<Piece>} */
  *#piece(words, text, first) {
    let [opening, start, end] = words[0];
    if (first && startsUpper(opening) && startsSentence(text, start) && opening.split(/['’]/)[0] !== "I")
      opening = opening[0].toLowerCase() + opening.slice(1);
    const plain = [opening, ...words.slice(1).map(([word]) => word)];
    const forms = plain.map(formOf);
    if (!plain.every((word, n) => PLAIN.test(word) && this.#isEveryday(forms[n]))) return;
    if (!this.#readsWhole(forms, startsSentence(text, start)) || this.neverLast.has(forms[forms.length - 1])) return;
    if (forms.some((form, n) => this.avoid.has(form) || isOthersSpeech(forms, n) || YOU.has(form))) return;
    const span = /** @type {Span} */ ([start, words[words.length - 1][2]]);
    const shown = split(opening + text.slice(end, span[1])).join(" ");
    yield { text: shown, span, length: words.length, meaning: this.#meaning(forms) };
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
    return (
      this.words.has(form) || ENDINGS.some((end) => form.endsWith(end) && this.words.has(form.slice(0, -end.length)))
    );
  }

  /** @param {string[]} forms */
  #meaning(forms) {
    const told = forms.map((form) => Number(this.meanings.get(form) ?? 0)).sort((one, other) => other - one);
    const mine = forms.some((form) => FIRST_PERSON.has(form)) ? 2 : forms.some((form) => NOBODY.has(form)) ? 0 : -2;
    const theirs = forms.some((form) => OTHERS.has(form)) ? 1 : 0;
    return told.slice(0, 3).reduce((total, each) => total + each, 0) + mine - theirs;
  }
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
 * Where somebody may be speaking without quotation marks, in order: from a "said" to the end of its sentence; where the text has no
 * quotation marks at all, the sentences before and after as well.
 * @param {string} text
 * @returns {Span[]}
 */
function voicesIn(text) {
  const sentences = Array.from(text.matchAll(SENTENCE), ({ 0: each, index }) => /** @type {Span} */ ([index, index + each.length]));
  const marked = /["“”‘]/.test(text);
  return sentences.flatMap(([begin, end], n) => {
    const words = Array.from(text.slice(begin, end).matchAll(WORD));
    const forms = words.map(([word]) => formOf(word).replace(/^[.,;:]+|[.,;:]+$/g, ""));
    const around = /** @type {Span} */ ([sentences[max(0, n - 1)][0], sentences[min(sentences.length - 1, n + 1)][1]]);
    return words
      .filter((_, at) => isOthersSpeech(forms, at))
      .map(({ index }) => (marked ? /** @type {Span} */ ([begin + index, end]) : around));
  });
}

/** Whether somebody else says something: not "I said", nor a bare "told her". @param {string[]} forms @param {number} n */
function isOthersSpeech(forms, n) {
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
