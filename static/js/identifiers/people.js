// People's names by titles, lists and company. Twin of journal/identifiers/people.py.

import { left, right, vouchedFor } from "./company.js"
import {
  afterTitle, droppable, extend, nameable, namingBefore, pastParticles, pastStop, surnameLike,
} from "./extents.js"
import { FLAG } from "./lexicon.js"
import { fullName, isLowerPlace, isPlace, kindOf, lowerName, singleName } from "./weighing.js"

/** @typedef {import("./checking.js").Span} Span */
/** @typedef {import("./sight.js").Sight} Sight */
/** @typedef {import("./tokens.js").Token} Token */
/** @typedef {{first: number, last: number, score: number, kind: string, keys: string[]}} Run */

const TITLES = FLAG.TITLE | FLAG.SOFT_TITLE
const CLOSED = FLAG.FUNCTION | FLAG.DETERMINER | FLAG.POSSESSIVE | FLAG.PRONOUN | FLAG.PREPOSITION
const NAMED = FLAG.LISTED | FLAG.SURNAME

/**
 * Everything in a line that could name somebody, however little speaks for it.
 * @param {Sight} sight
 */
export function candidates(sight) {
  /** @type {Run[]} */
  const runs = []
  let index = 0
  while (index < sight.tokens.length) {
    const run = runAt(sight, index)
    if (run) runs.push(run)
    index = run ? run.last + 1 : index + 1
  }
  return runs
}

/**
 * The folded names of those who are surely named somewhere: the same word elsewhere then means them too.
 * @param {Run[]} runs
 * @param {number} sure
 */
export function surelyNamed(runs, sure) {
  /** @type {Set<string>} */
  const named = new Set()
  for (const run of runs) {
    if (run.score >= sure && run.kind !== "place") for (const key of run.keys) if (key.length > 2) named.add(key)
  }
  return named
}

/**
 * Spans of people and of unlisted places in a line whose score reaches the mode's threshold.
 * @param {Sight} sight
 * @param {Run[]} runs
 * @param {Set<string>} named
 * @param {boolean} strict also takes any ordinary word with a capital inside a sentence
 */
export function people(sight, runs, named, strict) {
  const { rules } = sight
  const threshold = strict ? rules.strict : rules.maybe
  /** @type {Span[]} */
  const spans = []
  for (const run of runs) {
    const score = run.score + (repeats(sight, run, named) ? rules.repeat : 0)
    if (score >= threshold || (strict && run.kind === "word" && !sight.tokens[run.first].opens)) spans.push(spanOf(sight, run, score))
  }
  return spans
}

/**
 * @param {Sight} sight
 * @param {Run} run
 * @param {Set<string>} named
 */
function repeats(sight, run, named) {
  if (run.score >= sight.rules.sure || run.kind === "place" || !run.keys.some((key) => named.has(key))) return false
  return (run.first === run.last && sight.capital(run.first)) || !(sight.flags[run.first] & FLAG.WORD)
}

/**
 * @param {Sight} sight
 * @param {Run} run
 * @param {number} score
 * @returns {Span}
 */
function spanOf(sight, run, score) {
  const last = sight.tokens[run.last]
  let end = last.end
  const initial = last.shape === "initial" || (sight.lowered && last.text.length === 1)
  if (initial && sight.isMark(run.last + 1, ".") && !sight.tokens[run.last + 1].spaced) {
    end = sight.tokens[run.last + 1].end
  }
  const place = run.kind === "place"
  return { start: sight.tokens[run.first].start, end, type: place ? "LOCATION" : "PERSON", score, kind: place ? "place" : "person" }
}

/**
 * @param {Sight} sight
 * @param {number} index
 * @returns {Run | null}
 */
function runAt(sight, index) {
  if (sight.tokens[index].kind !== "word" || sight.taken[index]) return null
  if (sight.flags[index] & TITLES) {
    const titled = titledRun(sight, index)
    if (titled) return titled
  }
  if (sight.capital(index)) return nameable(sight, index) ? capitalRun(sight, index) : null
  return lowerRun(sight, index)
}

/**
 * "Mrs P", "mr and mrs khan", "Dr. Okonedo-Price": whatever follows a title names somebody.
 * @param {Sight} sight
 * @param {number} index
 * @returns {Run | null}
 */
function titledRun(sight, index) {
  const { tokens, flags } = sight
  let position = pastStop(sight, index + 1)
  let soft = !(flags[index] & FLAG.TITLE)
  if (position + 1 < tokens.length && ["and", "&", "/", "or"].includes(tokens[position].text.toLowerCase())) {
    if (flags[position + 1] & TITLES) {
      soft = soft && !(flags[position + 1] & FLAG.TITLE)
      position = pastStop(sight, position + 2)
    }
  }
  position = pastParticles(sight, position)
  if (!sight.isWord(position) || !afterTitle(sight, position, soft)) return null
  const last = extend(sight, position)
  const keys = sight.wordsIn(position, last).map((each) => tokens[each].key)
  return { first: index, last, score: 60, kind: "titled", keys }
}

/**
 * @param {Sight} sight
 * @param {number} index
 * @returns {Run | null}
 */
function capitalRun(sight, index) {
  const { tokens, flags } = sight
  let last = extend(sight, index)
  let first = index
  while (first < last && droppable(sight, first)) {
    first += 1
    if (tokens[first].kind !== "word") return null
  }
  const words = sight.wordsIn(first, last)
  const kinds = words.map((each) => kindOf(sight, each))
  while (kinds.length > 1 && ["word", "place_name"].includes(/** @type {string} */ (kinds.at(-1)))) {
    const ending = /** @type {number} */ (words.at(-1))
    if (tokens[ending - 1].text === "-" || surnameLike(sight, kinds[0], ending)) break
    kinds.pop()
    words.pop()
  }
  last = /** @type {number} */ (words.at(-1))
  let score = words.length > 1 ? fullName(sight, kinds) : singleName(sight, first, kinds[0])
  score += left(sight, first, kinds[0]) + right(sight, last, /** @type {string} */ (kinds.at(-1)), words.length === 1)
  const keys = words.map((each) => tokens[each].key)
  if (first > 0 && sight.isWord(first - 1) && sight.capital(first - 1) && !tokens[first - 1].ending) {
    if (flags[first - 1] & (FLAG.KIN | FLAG.ROLE) && tokens[first].spaced) {
      return { first: grade(sight, first - 1), last, score, kind: kinds[0], keys }
    }
  }
  if (isPlace(sight, first, last, kinds)) return { first, last, score: Math.max(score, 30), kind: "place", keys }
  return { first, last, score, kind: kinds[0], keys }
}

/**
 * Where somebody's role begins: at the "Staff" of "Staff Nurse Devlin".
 * @param {Sight} sight
 * @param {number} role
 */
function grade(sight, role) {
  const before = role - 1
  if (!sight.isWord(before) || !sight.tokens[role].spaced || !sight.capital(before)) return role
  return sight.rules.grades.has(sight.tokens[before].key) && !sight.tokens[before].ending ? before : role
}

/**
 * @param {Sight} sight
 * @param {number} index
 * @returns {Run | null}
 */
function lowerRun(sight, index) {
  const { key } = sight.tokens[index]
  const flags = sight.flags[index]
  if (key.length === 1) return lowerInitial(sight, index)
  // Nine words in ten leave here.
  if (flags & (CLOSED | FLAG.KIN | FLAG.ROLE | FLAG.PLACE | TITLES)) return null
  if (flags & FLAG.WORD && !(flags & (FLAG.LISTED | FLAG.MODAL))) return null
  const vouched = vouchedFor(sight, index)
  const named = flags & (FLAG.MONTH | FLAG.MODAL) || namingBefore(sight, index) || vouched
  const short = key.length === 2 && !(flags & FLAG.TRUSTED && !(flags & FLAG.WORD))
  if ((short && !shortName(sight, index)) || (flags & FLAG.ALLOWED && !named)) return null
  if (flags & FLAG.UNLIKELY && !(flags & FLAG.VERBAL) && !named) return null
  const verbal = flags & (FLAG.ACT | FLAG.STATE | FLAG.WEAK_ACT)
  if (!(flags & NAMED) && verbal && !(flags & (FLAG.MODAL | FLAG.MONTH))) return null
  let kind = kindOf(sight, index)
  // "told sky that": nobody tells a company.
  if ((kind === "place_name" || kind === "unlikely") && vouched && flags & FLAG.LISTED) kind = "ambiguous"
  // A beginning of a word: "pre-filled", "co-amoxiclav".
  const hyphened = sight.isMark(index + 1, "-") && sight.isWord(index + 2) && sight.flags[index + 2] & FLAG.WORD
  if (kind === "open" && hyphened) return null
  const joining = !(flags & FLAG.WORD) || flags & FLAG.EVERYDAY || beforeStranger(sight, index)
  const last = joining ? extend(sight, index) : index
  let score = lowerName(sight, index, last, kind) + left(sight, index, kind) + right(sight, last, kind, index === last)
  if (flags & FLAG.WORD && last === index && enclosed(sight, index)) score += sight.rules.enclosed
  if (isLowerPlace(sight, index, last, kind)) {
    return { first: index, last, score: sight.rules.base.lower_place, kind: "place", keys: [] }
  }
  const keys = sight.wordsIn(index, last).map((each) => sight.tokens[each].key)
  return { first: called(sight, index), last, score, kind, keys }
}

/**
 * Where a name without capitals begins: at its role, when that stands for a title ("sister amankwah").
 * @param {Sight} sight
 * @param {number} index
 */
function called(sight, index) {
  const { tokens, flags } = sight
  const role = index - 1
  if (!sight.isWord(role) || !tokens[index].spaced || tokens[role].ending) return index
  if (!(flags[role] & (FLAG.KIN | FLAG.ROLE)) || sight.capital(role)) return index
  const graded = sight.isWord(role - 1) && sight.rules.grades.has(tokens[role - 1].key) && tokens[role].spaced
  const first = graded ? role - 1 : role
  if (first === 0 || tokens[first].opens) return first
  const before = tokens[first - 1]
  if (before.kind === "mark") return first
  const told = flags[first - 1] & (FLAG.TELLING | FLAG.MEETING | FLAG.WITH | FLAG.FUNCTION)
  if (before.kind !== "word" || before.ending || !told) return index
  return flags[first - 1] & (FLAG.DETERMINER | FLAG.POSSESSIVE) ? index : first
}

/**
 * Whether two letters without a capital must name somebody: "told jo", "her partner mo", "al said".
 * @param {Sight} sight
 * @param {number} index
 */
function shortName(sight, index) {
  const { tokens, flags } = sight
  if (flags[index] & ~(NAMED | FLAG.TRUSTED) || !/[aeiouy]/u.test(tokens[index].key)) return false
  if (tokens[index].opens) return index + 1 < tokens.length && Boolean(flags[index + 1] & FLAG.ACT)
  const before = index && !tokens[index - 1].ending ? flags[index - 1] : 0
  const owned = index > 1 && flags[index - 2] & FLAG.POSSESSIVE
  return Boolean(before & (FLAG.TELLING | FLAG.NAMING) || (owned && before & (FLAG.KIN | FLAG.ROLE)))
}

/**
 * A single letter in a text without capitals, with its stop and an age: "found two, k., seven, and j., four".
 * @param {Sight} sight
 * @param {number} index
 * @returns {Run | null}
 */
function lowerInitial(sight, index) {
  const { tokens, rules } = sight
  const ahead = index + 3
  if (!sight.lowered || ahead >= tokens.length || tokens[index + 1].spaced) return null
  if (!sight.isMark(index + 1, ".") || !sight.isMark(index + 2, ",")) return null
  if (tokens[ahead].kind !== "number" && !rules.number_words.has(tokens[ahead].key)) return null
  return { first: index, last: index, score: rules.base.initial + rules.right.age, kind: "initial", keys: [tokens[index].key] }
}

/**
 * Whether a name that is a word has a word nobody knows behind it: "rose penhaligon".
 * @param {Sight} sight
 * @param {number} index
 */
function beforeStranger(sight, index) {
  const after = index + 1
  if (!sight.lowered || !(sight.flags[index] & FLAG.LISTED) || !sight.isWord(after)) return false
  const flags = sight.flags[after]
  const { length } = sight.tokens[after].key
  const family = flags & FLAG.SURNAME && !(flags & (FLAG.WORD | FLAG.ALLOWED))
  const surname = family && !(sight.flags[index] & (FLAG.MODAL | FLAG.MONTH))
  return (!flags && length > 5) || (Boolean(surname) && length > 3)
}

/**
 * Whether a name that is a word stands alone in a text without capitals: "new starter today, will, keen".
 * @param {Sight} sight
 * @param {number} index
 */
function enclosed(sight, index) {
  const marked = [index - 1, index + 1].every((at) => (sight.tokens[at]?.kind ?? "mark") === "mark")
  return sight.lowered && Boolean(sight.flags[index] & FLAG.LISTED) && marked
}
