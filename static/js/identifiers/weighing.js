// What a candidate weighs by itself. Twin of weighing.py.

import { FLAG } from "./lexicon.js"

/** @typedef {import("./sight.js").Sight} Sight */


/**
 * @param {Sight} sight
 * @param {number} index
 */
export function kindOf(sight, index) {
  const flags = sight.flags[index]
  if (sight.tokens[index].shape === "initial") return "initial"
  if (flags & (FLAG.MONTH | FLAG.MODAL)) return "ambiguous"
  if (flags & (FLAG.ALLOWED | FLAG.PLACE)) return "place_name"
  if (flags & FLAG.LISTED) {
    if (flags & FLAG.EVERYDAY || !(flags & FLAG.WORD)) return "known"
    if (flags & FLAG.UNLIKELY && !(flags & FLAG.VERBAL)) return "unlikely"
    return flags & (FLAG.VERBAL | FLAG.COMMON) ? "ambiguous" : "rare_word"
  }
  if (flags & FLAG.SURNAME && !(flags & FLAG.WORD)) return "surname"
  return flags & (FLAG.WORD | FLAG.ACT | FLAG.STATE) ? "word" : "open"
}

/**
 * @param {Sight} sight
 * @param {string[]} kinds
 */
export function fullName(sight, kinds) {
  const weights = sight.rules.full
  const named = kinds.filter((kind) => ["known", "rare_word", "surname"].includes(kind)).length
  const strangers = kinds.filter((kind) => kind === "open").length
  const listed = named + kinds.filter((kind) => kind === "ambiguous").length
  if (kinds[0] === "known" || kinds[0] === "rare_word") {
    if (named + strangers > 1 || kinds.includes("ambiguous") || kinds.includes("initial")) return weights.known
  }
  if (named || (listed && strangers)) return weights.mixed
  if (strangers > 1) return weights.open
  if ((strangers && kinds.includes("initial")) || listed > 1 || (listed && kinds.includes("word"))) return weights.open
  return strangers ? weights.partly_open : weights.words
}

/**
 * @param {Sight} sight
 * @param {number} index
 * @param {string} kind
 */
export function singleName(sight, index, kind) {
  const { base } = sight.rules
  const token = sight.tokens[index]
  if (token.shape === "upper") return kind === "known" && token.key.length > 3 ? base.surname : base.shouted
  if (kind === "ambiguous" && sight.flags[index] & FLAG.MONTH && !token.opens) return 15
  return (token.opens ? base[`${kind}_opens`] : undefined) ?? base[kind]
}

/**
 * @param {Sight} sight
 * @param {number} index
 * @param {number} last
 * @param {string} kind
 */
export function lowerName(sight, index, last, kind) {
  const { base, full } = sight.rules
  const flags = sight.flags[index]
  if (last > index && ["known", "surname", "open"].includes(kind)) {
    if (kind === "known" && flags & FLAG.TRUSTED) return full.lower_known
    return kind === "open" ? full.lower_open : full.lower_mixed
  }
  if (last > index) return full.lower_word
  if (kind === "known") return flags & (FLAG.TRUSTED | FLAG.EVERYDAY) ? base.lower_known : base.lower_listed
  return base[`lower_${kind}`] ?? base.lower_word
}

/**
 * An unlisted capitalised word after "in" or "near" is more likely a village than a person.
 * @param {Sight} sight
 * @param {number} first
 * @param {number} last
 * @param {string[]} kinds
 */
export function isPlace(sight, first, last, kinds) {
  const { tokens } = sight
  if (first === 0 || tokens[first].opens || (kinds[0] !== "open" && kinds[0] !== "word") || !kinds.includes("open")) return false
  if (tokens[first].shape === "upper" || tokens[first].key.length < 4 || tokens[last].ending) return false
  const before = tokens[first - 1].key
  if (before === "from") return first > 1 && sight.rules.origin_before.has(tokens[first - 2].key)
  return sight.rules.place_before.has(before)
}

/**
 * A stranger after "in" in a text without any capitals: "placed with carers in llanwenog", "back to beechcroft".
 * @param {Sight} sight
 * @param {number} index
 * @param {number} last
 * @param {string} kind
 */
export function isLowerPlace(sight, index, last, kind) {
  if (!sight.lowered || kind !== "open" || index === 0 || last > index || sight.tokens[index].key.length < 6) return false
  if (sight.tokens[index].opens) return false
  const before = sight.tokens[index - 1].key
  const reached = before === "to" && index > 1 && sight.rules.moved_before.has(sight.tokens[index - 2].key)
  return reached || sight.rules.place_before.has(before)
}
