// The check itself. Twin of journal/identifiers/checking.py; both run on the same JSON rules and give the same spans.

import { cluesIn } from "./clues.js"
import { FLAG, Lexicon } from "./lexicon.js"
import { candidates, people, surelyNamed } from "./people.js"
import { Heads, Places } from "./places.js"
import { chooseReplacements, tokenAt } from "./replacing.js"
import { compileShapes, matches } from "./shapes.js"
import { Sight } from "./sight.js"
import { fold, tokenise } from "./tokens.js"

/** @typedef {{start: number, end: number, type: string, score: number, kind: string}} Span */
/** @typedef {{start: number, end: number, type: string, severity: "sure" | "maybe", replacement: string}} Found */
/** @typedef {import("./tokens.js").Token} Token */
/** @typedef {{tokens: Token[], words: number, shouted: number, lowered: number, readings: Map<string, Reading>}} Line */
/** @typedef {{spans: Span[], sight: Sight, runs: import("./people.js").Run[]}} Reading */

const CUE_SETS = [
  "shut_titles", "particles", "scenes", "scene_openers", "months_before", "number_words", "human_states",
  "sure_scenes", "appositions", "grades", "speakers", "movers", "ways", "reporting",
]
const EVERYDAY = FLAG.COMMON | FLAG.FUNCTION | FLAG.MODAL | FLAG.MONTH | FLAG.VERBAL
const PLACE_SETS = ["place_before", "origin_before", "moved_before"]

/** Lines as they were read, for a text that is checked again and again by one checker. */
export class Memory {
  /** @type {Map<string, Line>} */
  #lines = new Map()

  /**
   * What is known of each of these lines; lines that are no longer there are forgotten.
   * @param {string[]} texts
   */
  lines(texts) {
    const before = this.#lines
    this.#lines = new Map()
    return texts.map((text) => {
      const line = this.#lines.get(text) ?? before.get(text) ?? newLine(tokenise(text))
      this.#lines.set(text, line)
      return line
    })
  }
}

/**
 * How a whole text is written: mostly in capitals, or without any.
 * @param {Line[]} lines
 */
function mannerOf(lines) {
  const words = lines.reduce((sum, line) => sum + line.words, 0)
  const shouted = lines.reduce((sum, line) => sum + line.shouted, 0)
  return { shouting: words > 3 && shouted * 2 > words, lowered: lines.every((line) => line.lowered === line.words) }
}

/**
 * @param {Token[]} tokens
 * @returns {Line}
 */
function newLine(tokens) {
  const words = tokens.filter((token) => token.kind === "word" && token.text.length > 1)
  const shouted = words.filter((token) => token.shape === "upper").length
  const lowered = words.filter((token) => token.shape === "lower").length
  return { tokens, words: words.length, shouted, lowered, readings: new Map() }
}

/** The rules, read once. Lists that have not arrived yet may be left out: cues and patterns then work alone. */
export class Checker {
  /**
   * @param {Record<string, any>} rules the JSON files by name
   * @param {Lexicon} [lexicon] made of the same files before
   */
  constructor(rules, lexicon = Lexicon.of(rules)) {
    const { cues, allow, places, scores, patterns, replacements, clues } = rules
    this.lexicon = lexicon
    this.shapes = compileShapes(patterns)
    this.heads = new Heads(places)
    this.replacements = replacements
    this.clueRules = clues
    this.scores = { ...scores, calendar: new Set((allow?.calendar ?? "").split(" ")) }
    for (const name of ["naming_pairs", "listening_pairs"]) this.scores[name] = new Set(cues[name])
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
   * Python: use `inUnits` for the DOM. No rule looks past the end of a line: with a `memory` only lines that have
   * changed since its last use are read.
   * @param {string} text
   * @param {{strict?: boolean, known?: Iterable<string>, dismissed?: Iterable<string>, memory?: Memory}} [options]
   * @returns {Found[]}
   */
  check(text, { strict = false, known = [], dismissed = [], memory = new Memory() } = {}) {
    const plain = flat(text).split("\n")
    const lines = memory.lines(plain)
    const manner = mannerOf(lines)
    const wanted = wantedBy(known)
    const readings = lines.map((line, index) => this.#read(plain[index], line, manner, wanted, strict))
    const named = surelyNamed(readings.flatMap(({ runs }) => runs), this.scores.sure)
    const ignored = new Set(Array.from(dismissed, fold))
    const passages = readings.map(({ spans, sight, runs }, index) => {
      const text = plain[index]
      const left = (/** @type {Span} */ { start, end }) => ignored.size > 0 && ignored.has(fold(text.slice(start, end)))
      const settled = coupled(text, sight, settle([...spans, ...people(sight, runs, named, strict)]))
      return { text, tokens: sight.tokens, spans: strict ? settled : settled.filter((span) => !left(span)), left }
    })
    const replaced = chooseReplacements(passages, this.lexicon, this.replacements).values()
    /** @type {Found[]} */
    const found = []
    let begin = 0
    for (const { text, spans, left } of passages) {
      for (const span of spans) {
        const severity = span.score >= this.scores.sure && !left(span) ? "sure" : "maybe"
        const replacement = /** @type {string} */ (replaced.next().value)
        found.push({ start: begin + span.start, end: begin + span.end, type: span.type, severity, replacement })
      }
      begin += text.length + 1
    }
    return found
  }

  /**
   * Read a text into the memory in short stretches, so that checking it then takes no time that anybody would notice.
   * @param {string} text
   * @param {{known?: Iterable<string>, memory: Memory}} options
   * @param {() => Promise<void>} breathe
   */
  async prepare(text, { known = [], memory }, breathe) {
    const plain = flat(text).split("\n")
    const lines = memory.lines(plain)
    const manner = mannerOf(lines)
    const wanted = wantedBy(known)
    for (const [index, line] of lines.entries()) {
      this.#read(plain[index], line, manner, wanted, false)
      await breathe()
    }
  }

  /**
   * @param {string} text one line
   * @param {Line} line
   * @param {{shouting: boolean, lowered: boolean}} manner
   * @param {Map<string, string[][]>} wanted
   * @param {boolean} strict
   * @returns {Reading}
   */
  #read(text, { tokens, readings }, manner, wanted, strict) {
    const key = `${manner.shouting} ${manner.lowered} ${strict} ${[...wanted.values()].flat().join("|")}`
    const known = readings.get(key)
    if (known) return known
    const spans = tokens.length ? [...matches(text, this.shapes, this.lexicon, strict), ...remembered(tokens, wanted, this.lexicon)] : []
    const taken = covered(tokens, spans)
    for (const [first, last] of quiet(tokens, this.phrases)) taken.fill(true, first, last)
    const placed = new Places(tokens, taken, this.lexicon, this.heads).found()
    covered(tokens, placed).forEach((each, index) => (taken[index] ||= each))
    const sight = new Sight(tokens, taken, this.lexicon, this.scores, manner)
    const reading = { spans: [...spans, ...placed], sight, runs: candidates(sight) }
    readings.set(key, reading)
    return reading
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
  if (!/[\ud800-\udbff]/.test(text)) return found
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
 * The author's own replaced words by their first word.
 * @param {Iterable<string>} known
 */
function wantedBy(known) {
  /** @type {Map<string, string[][]>} */
  const wanted = new Map()
  for (const words of known) {
    const keys = tokenise(flat(words)).map((token) => token.key)
    if (keys.length) wanted.set(keys[0], [...(wanted.get(keys[0]) ?? []), keys])
  }
  return wanted
}

/**
 * Where the author's own replaced words stand again; an everyday word ("will") only as a name is written.
 * @param {Token[]} tokens
 * @param {Map<string, string[][]>} wanted
 * @param {Lexicon} lexicon
 */
function remembered(tokens, wanted, lexicon) {
  /** @type {Span[]} */
  const spans = []
  tokens.forEach((token, index) => {
    const name = token.shape !== "lower" && token.shape !== "" && !token.opens
    for (const keys of wanted.get(token.key) ?? []) {
      if (!name && keys.length === 1 && lexicon.flags(token.key) & EVERYDAY) continue
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

/**
 * The spans with two names side by side as one: "John and Mary" are told together, "my mentor Rose and ..." not.
 * @param {string} text one line
 * @param {Sight} sight
 * @param {Span[]} spans
 */
function coupled(text, sight, spans) {
  /** @type {Span[]} */
  const joined = []
  for (const span of spans) {
    const before = joined.at(-1)
    if (before && paired(text, sight, before, span)) {
      joined[joined.length - 1] = { ...before, end: span.end, score: Math.min(before.score, span.score), kind: "couple" }
    } else joined.push(span)
  }
  return joined
}

/**
 * @param {string} text
 * @param {Sight} sight
 * @param {Span} one
 * @param {Span} other
 */
function paired(text, sight, one, other) {
  if (one.kind !== "person" || other.kind !== "person") return false
  if (![" and ", " & "].includes(text.slice(one.end, other.start))) return false
  if (text.slice(one.start, one.end).includes(" ") || text.slice(other.start, other.end).includes(" ")) return false
  let first = tokenAt(sight.tokens, one.start)
  if (first > 1 && sight.tokens[first - 1].kind === "mark") first -= 1
  return first === 0 || !(sight.flags[first - 1] & (FLAG.KIN | FLAG.ROLE))
}
