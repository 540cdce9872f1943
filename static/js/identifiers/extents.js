// Where a name begins and ends: titles, hyphens, particles, initials, further names. Twin of extents.py.

import { FLAG } from "./lexicon.js"

/** @typedef {import("./sight.js").Sight} Sight */

const TITLES = FLAG.TITLE | FLAG.SOFT_TITLE
const CLOSED = FLAG.FUNCTION | FLAG.DETERMINER | FLAG.POSSESSIVE | FLAG.PRONOUN | FLAG.PREPOSITION
const NAMED = FLAG.LISTED | FLAG.SURNAME
const LONGEST = 4

/**
 * @param {Sight} sight
 * @param {number} index
 */
export function pastStop(sight, index) {
  return sight.isMark(index, ".") && !sight.tokens[index].spaced ? index + 1 : index
}

/**
 * @param {Sight} sight
 * @param {number} index
 * @param {boolean} soft
 */
export function afterTitle(sight, index, soft) {
  const token = sight.tokens[index]
  const flags = sight.flags[index]
  const listed = Boolean(flags & NAMED)
  if (sight.rules.shut_titles.has(token.key) || (!token.spaced && !sight.isMark(index - 1, "."))) return false
  const shut = flags & (CLOSED | FLAG.ACT | FLAG.WEAK_ACT)
  if (sight.capital(index)) return listed || !shut || token.shape === "initial"
  if (shut && !(listed && !soft)) return false
  if (token.key.length === 1) return !soft || !"ais".includes(token.key)
  if (soft) {
    // "dr sen", "miss gibbs": a surname is one behind a title, whatever else the word stands for.
    if (flags & (FLAG.WORD | FLAG.ROLE | FLAG.KIN)) return false
    return listed || (token.key.length > 3 && !(flags & FLAG.ALLOWED))
  }
  return !(flags & FLAG.STATE) || listed
}

/**
 * Whether a capitalised word could be (part of) a name at all.
 * @param {Sight} sight
 * @param {number} index
 */
export function nameable(sight, index) {
  const flags = sight.flags[index]
  if (flags & (FLAG.MONTH | FLAG.MODAL)) return true
  if (flags & (FLAG.FUNCTION | TITLES) || (flags & FLAG.PLACE && !(flags & FLAG.TRUSTED))) return false
  if (flags & (FLAG.KIN | FLAG.ROLE | FLAG.ALLOWED) && !namingBefore(sight, index)) {
    return Boolean(flags & FLAG.TRUSTED) && !(flags & (FLAG.KIN | FLAG.ROLE))
  }
  return sight.tokens[index].shape !== "initial" || initial(sight, index)
}

/**
 * Whether "called" or "calls him" stands in front, so that even a common word is a name.
 * @param {Sight} sight
 * @param {number} index
 */
export function namingBefore(sight, index) {
  if (index === 0 || sight.tokens[index].opens) return false
  const pair = index > 1 ? `${sight.tokens[index - 2].key} ${sight.tokens[index - 1].key}` : ""
  return Boolean(sight.flags[index - 1] & FLAG.NAMING) || sight.rules.naming_pairs.has(pair)
}

/**
 * A single capital counts when a stop, a name or an age makes an initial of it: "K., seven".
 * @param {Sight} sight
 * @param {number} index
 */
function initial(sight, index) {
  const { tokens, flags } = sight
  const token = tokens[index]
  if (token.key === "i" || (token.ending && token.ending !== "'s")) return false
  if (sight.isMark(index + 1, ".") && !tokens[index + 1].spaced) {
    const after = index + 2
    const spacedWord = sight.isWord(after) && tokens[after].spaced
    if (!token.opens && (sight.isMark(after, ",") || spacedWord)) return true
    return spacedWord && sight.capital(after)
  }
  if (token.opens) return Boolean(token.ending)
  const company = FLAG.NAMING | FLAG.MEETING | FLAG.TELLING | FLAG.WITH | FLAG.KIN | FLAG.ROLE
  const before = index ? flags[index - 1] & company : 0
  const following = index + 1
  if (following < tokens.length && tokens[following].kind === "word") {
    const known = tokens[following].key === "and" || flags[following] & (FLAG.ACT | FLAG.WEAK_ACT | FLAG.PREPOSITION)
    return Boolean(token.ending) || Boolean(before && known)
  }
  return Boolean(before) || sight.isMark(following, ",") || Boolean(token.ending)
}

/**
 * The last token of the name that begins at `index`: hyphens, particles, initials, further names.
 * @param {Sight} sight
 * @param {number} index
 */
export function extend(sight, index) {
  const { tokens } = sight
  let last = index
  for (let count = 1; count < LONGEST; count += 1) {
    if (tokens[last].ending) break
    let following = last + 1
    if (sight.isMark(following, "-") && !tokens[following].spaced) {
      following += 1
      if (!sight.isWord(following) || tokens[following].spaced) break
      if (!sight.capital(index) && sight.flags[following] & CLOSED) break
    } else if (sight.isMark(following, ".") && tokens[last].shape === "initial") {
      following += 1
      if (!sight.isWord(following) || !joins(sight, last, following)) break
    } else if (!sight.isWord(following) || !joins(sight, last, following)) {
      const particle = pastParticles(sight, following)
      if (particle === following || !joins(sight, last, particle)) break
      following = particle
    }
    last = following
  }
  return last
}

/**
 * @param {Sight} sight
 * @param {number} index
 */
export function pastParticles(sight, index) {
  let position = index
  while (position - index < 2 && sight.isWord(position) && sight.rules.particles.has(sight.tokens[position].key)) position += 1
  if (!sight.isWord(position)) return index
  const lower = position > index && sight.lowered && !(sight.flags[position] & (CLOSED | FLAG.WORD))
  return sight.capital(position) || lower ? position : index
}

/**
 * @param {Sight} sight
 * @param {number} last
 * @param {number} index
 */
function joins(sight, last, index) {
  if (!sight.isWord(index) || !sight.tokens[index].spaced) return false
  const token = sight.tokens[index]
  const flags = sight.flags[index]
  const before = sight.flags[last]
  const listed = flags & NAMED
  if (sight.capital(last)) {
    if (!sight.capital(index) || (flags & (TITLES | FLAG.FUNCTION) && !listed)) return false
    if (token.shape === "initial") {
      return token.key !== "i" && (sight.isMark(index + 1, ".") || (ends(sight, index + 1) && Boolean(before & NAMED)))
    }
    if (flags & (FLAG.KIN | FLAG.ROLE | FLAG.PLACE) && !listed) {
      return Boolean(before & FLAG.LISTED && !(before & FLAG.WORD) && !(flags & FLAG.KIN) && token.shape === "title")
    }
    if (token.shape === "upper" && sight.tokens[last].shape === "title" && !listed) return false
    return !(flags & (FLAG.ALLOWED | FLAG.MONTH)) || Boolean(before & NAMED && !(before & FLAG.ALLOWED))
  }
  const plain = CLOSED | FLAG.ACT | FLAG.WEAK_ACT | FLAG.ALLOWED | FLAG.STATE | FLAG.KIN | FLAG.ROLE
  if (sight.capital(index) || flags & plain || token.key.length === 2) return false
  if (token.key.length === 1) {
    const stopped = sight.isMark(index + 1, ".") && !sight.tokens[index + 1].spaced
    return Boolean(sight.lowered && stopped && before & FLAG.LISTED && !(before & FLAG.WORD))
  }
  if (flags & FLAG.WORD) {
    const rare = !(flags & FLAG.COMMON) || flags & FLAG.SURNAME
    const named = before & FLAG.LISTED && !(before & FLAG.WORD)
    const acting = (sight.flags[index + 1] ?? 0) & (FLAG.ACT | FLAG.WEAK_ACT) && !/(?:ing|ed)$/u.test(token.key)
    return Boolean(named && ((listed && rare) || acting))
  }
  return true
}

/**
 * @param {Sight} sight
 * @param {number} index
 */
function ends(sight, index) {
  return index >= sight.tokens.length || sight.tokens[index].kind === "mark" || !sight.capital(index)
}

/**
 * Whether an ordinary word with a capital ends a full name: "Anna Brown", but not "Grace Period".
 * @param {Sight} sight
 * @param {string} first
 * @param {number} index
 */
export function surnameLike(sight, first, index) {
  const flags = sight.flags[index]
  if (sight.rules.calendar.has(sight.tokens[index].key)) return false
  if (flags & (FLAG.ALLOWED | FLAG.PLACE | FLAG.ROLE) && !(flags & NAMED)) return first === "known"
  return ["known", "rare_word", "surname", "open"].includes(first) || Boolean(flags & FLAG.SURNAME)
}

/**
 * Whether a capitalised word only opens a sentence before the name ("Yesterday Adaeze").
 * @param {Sight} sight
 * @param {number} index
 */
export function droppable(sight, index) {
  const flags = sight.flags[index]
  if (flags & (FLAG.KIN | FLAG.ROLE | TITLES)) return true
  return sight.tokens[index].opens && Boolean(flags & (FLAG.WORD | FLAG.ACT | FLAG.FUNCTION)) && !(flags & FLAG.LISTED)
}
