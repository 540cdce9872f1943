/**
 * Words and sentences of reflections; twin of `journal/analyser/language.py`.
 * @module
 */

import { stem } from "./stem.js";
import { SPACE, split, startsDigit, startsLower, startsUpper, trimmed } from "./text.js";

/**
 * @typedef {import("./text.js").Span} Span
 * @typedef {{lower: string, stem: string}} Form a word in lower case and its stem; one object for all of its places
 * @typedef {{form: Form, start: number, end: number}} Token
 * @typedef {{text: string, tokens: Token[], sentences: Span[], sentenceOf: number[], first: number[]}} Document
 *   `first` holds the index of each sentence's first token, with the number of tokens as a last item
 */

const LONG_SENTENCE = 45;
const LONGEST_SENTENCE = 80;
const SHORTEST_PIECE = 12;
const WRAPPED_LINE = 60;
const LONGEST_WORD = 40;
const MOST_FORMS = 20_000;

const MARKS =
  "\\u0300-\\u036f\\u0483-\\u0487\\u0591-\\u05c7\\u0610-\\u061a\\u064b-\\u065f\\u0670\\u06d6-\\u06ed\\u0900-\\u0903" +
  "\\u093a-\\u094f\\u0e31\\u0e34-\\u0e3a\\u0e47-\\u0e4e\\u200c\\u200d";
// The whole of Unicode takes long to make ready: most texts hold nothing that is neither Latin nor a mark.
const BEYOND = /[^\0-\u024f\u2000-\u206f\u20a0-\u20bf\u2190-\u245f\u2500-\u2775\ufe0f]/;
const LATIN = wordsOf("0-9A-Za-zª²³µ¹º¼-¾À-ÖØ-öø-ɏ");
/** @type {RegExp | undefined} */
let every;
const BREAK = new RegExp(
  `(?<![.!?…])[.!?…]+["'”’»)\\]]*(?=[${SPACE}]|$)|\\n+[ \\t\\r\\n]*|\\r[ \\t\\r\\n]*`,
  "g",
);
const BEFORE = new RegExp(`[^${SPACE}(["'“‘]*$`);
const BULLET = new RegExp(
  `^(?:[-*•–—▪◦][${SPACE}]|\\(?\\p{Nd}{1,2}[.)][${SPACE}]|\\(?[a-z]{1,3}\\)[${SPACE}])`,
  "u",
);
const OPENER = /^(?:(?!\p{Nd})[\p{L}\p{N}])+/u;
const TITLES = new Set("mr mrs ms miss mx dr prof sr st rev fr sgt nurse sister".split(" "));
const NUMBERED = new Set("no p pp s ss para art".split(" "));
const JOINTS = new Set("so but then anyway because cos although though which".split(" "));
const NO_JOINT = new Set("and but not if even or just about to in with".split(" "));
const OPENERS = new Set("i she he they we it the there then so that this you".split(" "));
const AFTER_INITIAL = new Set([...OPENERS, ..."a an but and when what my her his in on at no".split(" ")]);

/** Reads texts; knows the field's shorthand. */
export class Language {
  /** @type {Map<string, Form>} */
  #forms = new Map();
  #meant;
  #stopped;

  /** @param {{words: Record<string, string>, stopped: string[]}} abbreviations */
  constructor({ words, stopped }) {
    this.#meant = new Map(Object.entries(words));
    this.#stopped = new Set(stopped);
  }

  /**
   * Read a text (in code points) into words and sentences; every word lies inside exactly one sentence.
   * @param {string} text
   * @returns {Document}
   */
  read(text) {
    const tokens = this.#tokens(text);
    const sentences = this.#sentences(text, tokens);
    /** @type {number[]} */
    const sentenceOf = [];
    const first = sentences.map(([, end], n) => {
      const at = sentenceOf.length;
      while (sentenceOf.length < tokens.length && tokens[sentenceOf.length].start < end) sentenceOf.push(n);
      return at;
    });
    return { text, tokens, sentences, sentenceOf, first: [...first, sentenceOf.length] };
  }

  /** The stem of a word after undoing shorthand and slips. @param {string} word */
  stem(word) {
    const lower = plain(word);
    return stem(this.#meant.get(lower) ?? lower);
  }

  /** @param {string} text */
  #tokens(text) {
    const pattern = BEYOND.test(text) ? (every ??= wordsOf("\\p{L}\\p{N}")) : LATIN;
    return Array.from(text.matchAll(pattern), (match) => {
      const word = match[0];
      return { form: this.#form(word), start: match.index, end: match.index + word.length };
    });
  }

  /** @param {string} word @returns {Form} */
  #form(word) {
    const known = this.#forms.get(word);
    if (known) return known;
    let form = { lower: word.toLowerCase(), stem: word.toLowerCase() };
    if (word.length <= LONGEST_WORD) {
      const lower = word === "&" || word === "+" ? "and" : plain(word);
      const meant = this.#meant.get(lower) ?? lower;
      form = { lower: meant.includes("'") ? meant : lower, stem: stem(meant) };
    }
    if (this.#forms.size > MOST_FORMS) this.#forms.clear();
    this.#forms.set(word, form);
    return form;
  }

  /** @param {string} text @param {Token[]} words */
  #sentences(text, words) {
    /** @type {Span[]} */
    const found = [];
    let at = 0;
    for (const [start, end] of this.#segments(text)) {
      if (start >= end) continue;
      const begin = at;
      while (at < words.length && words[at].start < end) at += 1;
      if (begin === at && found.length) found[found.length - 1][1] = end;
      else if (at - begin > LONG_SENTENCE) found.push(...parts(text, words.slice(begin, at), start, end));
      else found.push([start, end]);
    }
    return found;
  }

  /** @param {string} text */
  *#segments(text) {
    let start = 0;
    for (const match of text.matchAll(BREAK)) {
      const end = match.index + match[0].length;
      if (!this.#endsSentence(text, start, match.index, match[0])) continue;
      yield trimmed(text, start, end);
      start = end;
    }
    yield trimmed(text, start, text.length);
  }

  /** @param {string} text @param {number} start @param {number} at @param {string} mark */
  #endsSentence(text, start, at, mark) {
    const end = at + mark.length;
    const after = text.slice(end, end + 24).replace(/^[ \t]+/, "");
    if (/^[\n\r]/.test(mark)) return endsLine(text, start, at, mark, after);
    if (!after) return true;
    const lowerNext = startsLower(after);
    if (!/[.!?…]$/.test(mark)) return !lowerNext;
    if (mark[0] === "?" && lowerNext && at > start && trimmed(text, at - 1, at)[0] === at) return false;
    if (mark === ".") return !this.#isShortForm(text, start, at, after);
    return !(lowerNext && (mark === ".." || mark === "..." || mark === "…"));
  }

  /**
   * Whether the full stop belongs to the word before it rather than to the sentence.
   * @param {string} text
   * @param {number} start
   * @param {number} at
   * @param {string} after
   */
  #isShortForm(text, start, at, after) {
    const word = BEFORE.exec(text.slice(Math.max(start, at - 24), at))?.[0] ?? "";
    const lower = word.toLowerCase();
    if (TITLES.has(lower) || this.#stopped.has(lower)) return true;
    if (NUMBERED.has(lower) && startsDigit(after)) return true;
    if (word && at - word.length === start && [...word].every((each) => startsDigit(each))) return true;
    if (word.length !== 1 || word === "I" || !startsUpper(word)) return false;
    const before = split(text.slice(Math.max(start, at - 12), at - 1)).at(-1) ?? "";
    const titled = before !== "" && TITLES.has(before.replace(/\.+$/, "").toLowerCase());
    const initials = before.length === 2 && startsUpper(before) && before[1] === ".";
    const opener = OPENER.exec(after)?.[0].toLowerCase();
    const starts = opener !== undefined && AFTER_INITIAL.has(opener);
    return (titled || initials) && !(starts && startsUpper(after));
  }
}

/** @param {string} alnum letters and numbers, as the inside of a class */
function wordsOf(alnum) {
  const letters = `[${alnum}][${alnum}${MARKS}]*`;
  return new RegExp(
    `(?<![${alnum}])[A-Za-z](?:/[A-Za-z]{1,4}(?![${alnum}])|&[A-Za-z](?![${alnum}]))` +
      `|${letters}(?:['’]${letters})*|[&+]`,
    "gu",
  );
}

/** @param {string} word */
function plain(word) {
  return word.toLowerCase().replaceAll("’", "'");
}

/** @param {string} text @param {number} start @param {number} at @param {string} mark @param {string} after */
function endsLine(text, start, at, mark, after) {
  if (mark.indexOf("\n") !== mark.lastIndexOf("\n") || !after || BULLET.test(after)) return true;
  const least = Math.max(start, at - 200);
  const before = text.slice(least, at).lastIndexOf("\n");
  const lineStart = before < 0 ? start : least + before + 1;
  return !(startsLower(after) && at - lineStart > WRAPPED_LINE);
}

/**
 * Part a run-on at its joints, each piece at least twelve words and at most eighty.
 * @param {string} text
 * @param {Token[]} words
 * @param {number} start
 * @param {number} end
 */
function* parts(text, words, start, end) {
  let since = 0;
  for (let n = SHORTEST_PIECE; n < words.length - SHORTEST_PIECE; n += 1) {
    const length = n - since;
    if (length < SHORTEST_PIECE || words.length - since <= LONG_SENTENCE) continue;
    if (length < LONGEST_SENTENCE && !isJoint(words, n)) continue;
    yield trimmed(text, start, words[n].start);
    start = words[n].start;
    since = n;
  }
  yield /** @type {Span} */ ([start, end]);
}

/** @param {Token[]} words @param {number} n */
function isJoint(words, n) {
  const { lower } = words[n].form;
  if (JOINTS.has(lower)) return !NO_JOINT.has(words[n - 1].form.lower);
  return lower === "and" && OPENERS.has(words[n + 1].form.lower);
}
