// The check itself. Twin of journal/identifiers/checking.py; both run on the same JSON rules and give the same spans.

import { cluesIn } from "./clues.js"
import { Lexicon } from "./lexicon.js"
import { People } from "./people.js"
import { Heads, Places } from "./places.js"
import { chooseReplacements } from "./replacing.js"
import { compileShapes, matches } from "./shapes.js"
import { fold, tokenise } from "./tokens.js"

/** @typedef {{start: number, end: number, type: string, score: number, kind: string}} Span */
/** @typedef {{start: number, end: number, type: string, severity: "sure" | "maybe", replacement: string}} Found */
/** @typedef {import("./tokens.js").Token} Token */

const CUE_SETS = [
  "shut_titles", "particles", "scenes", "scene_openers", "months_before", "number_words", "human_states",
  "sure_scenes", "appositions",
]
const PLACE_SETS = ["place_before", "origin_before"]

/** The rules, read once. Lists that have not arrived yet may be left out: cues and patterns then work alone. */
export class Checker {
  /** @param {Record<string, any>} rules the JSON files by name */
  constructor(rules) {
    const { cues, allow, places, scores, patterns, replacements, clues } = rules
    this.lexicon = new Lexicon(rules)
    this.shapes = compileShapes(patterns)
    this.heads = new Heads(places)
    this.replacements = replacements
    this.clueRules = clues
    this.scores = { ...scores, calendar: new Set((allow?.calendar ?? "").split(" ")) }
    this.scores.naming_pairs = new Set(cues.naming_pairs)
    for (const name of CUE_SETS) this.scores[name] = new Set(cues[name].split(" "))
    for (const name of PLACE_SETS) this.scores[name] = new Set(places[name].split(" "))
    /** @type {Map<string, string[][]>} */
    this.phrases = new Map()
    for (const phrase of allow?.phrases ?? []) {
      const keys = wholeKeys(tokenise(phrase))
      this.phrases.set(keys[0], [...(this.phrases.get(keys[0]) ?? []), keys])
    }
  }

  /**
   * What in the text could identify somebody, in order and never overlapping. Offsets count code points, as in
   * Python: use `inUnits` for the DOM.
   * @param {string} text
   * @param {{strict?: boolean, known?: Iterable<string>, dismissed?: Iterable<string>}} [options]
   * @returns {Found[]}
   */
  check(text, { strict = false, known = [], dismissed = [] } = {}) {
    const plain = flat(text)
    const tokens = tokenise(plain)
    const spans = [...matches(plain, this.shapes, this.lexicon, strict), ...remembered(tokens, known)]
    const taken = covered(tokens, spans)
    for (const [first, last] of quiet(tokens, this.phrases)) taken.fill(true, first, last)
    const placed = new Places(tokens, taken, this.lexicon, this.heads).found()
    covered(tokens, placed).forEach((each, index) => (taken[index] ||= each))
    const people = new People(tokens, taken, this.lexicon, this.scores).found(strict)
    const settled = settle([...spans, ...placed, ...people])
    const replaced = chooseReplacements(plain, tokens, settled, this.lexicon, this.replacements)
    const ignored = new Set(Array.from(dismissed, fold))
    /** @type {Found[]} */
    const found = []
    settled.forEach(({ start, end, type, score }, index) => {
      const dismissedHere = ignored.has(fold(plain.slice(start, end)))
      if (dismissedHere && !strict) return
      const severity = score >= this.scores.sure && !dismissedHere ? "sure" : "maybe"
      found.push({ start, end, type, severity, replacement: replaced[index] })
    })
    return found
  }

  /**
   * Indirect clues; two or more different kinds in one entry are worth asking about before it leaves its author.
   * @param {string} text
   */
  clues(text) {
    return this.clueRules ? cluesIn(flat(text), this.check(text), this.clueRules) : []
  }
}

/**
 * The text with every character outside the basic plane made one unit long, so that offsets are code points.
 * @param {string} text
 */
function flat(text) {
  return text.replace(/[\u{10000}-\u{10ffff}]/gu, "\ufffc")
}

/**
 * The same findings with offsets in UTF-16 units, as ranges and text areas count.
 * @template {{start: number, end: number}} T
 * @param {string} text
 * @param {T[]} found
 * @returns {T[]}
 */
export function inUnits(text, found) {
  const offsets = [0]
  for (const letter of text) offsets.push(/** @type {number} */ (offsets.at(-1)) + letter.length)
  return found.map((each) => ({ ...each, start: offsets[each.start], end: offsets[each.end] }))
}

/** @param {Token[]} tokens */
function wholeKeys(tokens) {
  return tokens.map((token) => token.key + token.ending)
}

/**
 * For each token whether one of the spans reaches into it.
 * @param {Token[]} tokens
 * @param {Span[]} spans
 */
function covered(tokens, spans) {
  const reached = new Array(tokens.length).fill(false)
  for (const span of spans) {
    let low = 0
    let high = tokens.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (tokens[middle].after <= span.start) low = middle + 1
      else high = middle
    }
    for (let index = low; index < tokens.length && tokens[index].start < span.end; index += 1) reached[index] = true
  }
  return reached
}

/**
 * Stretches of tokens that are phrases of the allow-list ("Match of the Day").
 * @param {Token[]} tokens
 * @param {Map<string, string[][]>} phrases
 */
function quiet(tokens, phrases) {
  /** @type {[number, number][]} */
  const stretches = []
  tokens.forEach((token, index) => {
    for (const keys of phrases.get(token.key + token.ending) ?? []) {
      const whole = keys.every((key, step) => tokens[index + step] && tokens[index + step].key + tokens[index + step].ending === key)
      if (whole) stretches.push([index, index + keys.length])
    }
  })
  return stretches
}

/**
 * Where the author's own replaced words stand again.
 * @param {Token[]} tokens
 * @param {Iterable<string>} known
 */
function remembered(tokens, known) {
  /** @type {Map<string, string[][]>} */
  const wanted = new Map()
  for (const words of known) {
    const keys = tokenise(flat(words)).map((token) => token.key)
    if (keys.length) wanted.set(keys[0], [...(wanted.get(keys[0]) ?? []), keys])
  }
  /** @type {Span[]} */
  const spans = []
  tokens.forEach((token, index) => {
    for (const keys of wanted.get(token.key) ?? []) {
      if (!keys.every((key, step) => tokens[index + step]?.key === key)) continue
      spans.push({ start: token.start, end: tokens[index + keys.length - 1].end, type: "PERSON", score: 90, kind: "known" })
    }
  })
  return spans
}

/**
 * Spans in order without overlaps: the longer wins, then the surer.
 * @param {Span[]} spans
 * @returns {Span[]}
 */
function settle(spans) {
  const order = (/** @type {Span} */ one, /** @type {Span} */ other) =>
    one.start - one.end - (other.start - other.end) || other.score - one.score || one.start - other.start
  /** @type {Span[]} */
  const kept = []
  for (const span of [...spans].sort(order)) {
    let low = 0
    let high = kept.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (kept[middle].start < span.start) low = middle + 1
      else high = middle
    }
    const free = (low === 0 || kept[low - 1].end <= span.start) && (low === kept.length || kept[low].start >= span.end)
    if (span.end > span.start && free) kept.splice(low, 0, span)
  }
  return kept
}
