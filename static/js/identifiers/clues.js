// Indirect clues. Twin of journal/identifiers/clues.py.

import { lower } from "./shapes.js"

/** @typedef {"condition" | "family" | "occupation" | "date" | "place"} ClueKind */
/** @typedef {{start: number, end: number, kind: ClueKind}} Clue */

/** @type {ClueKind[]} */
const KINDS = ["condition", "family", "occupation", "date", "place"]
/** @type {Record<string, ClueKind>} */
const BY_TYPE = {
  DATE: "date", LOCATION: "place", ORGANISATION: "place", ADDRESS: "place", POSTCODE: "place", ROLE: "occupation",
}

/**
 * Every clue in order: rare condition, family structure, occupation, telling day, exact place.
 * @param {string} text with characters outside the basic plane already one unit long
 * @param {import("./checking.js").Found[]} found
 * @param {Record<string, string>} rules clues.json
 * @returns {Clue[]}
 */
export function cluesIn(text, found, rules) {
  const lowered = lower(text)
  /** @type {Clue[]} */
  const clues = []
  for (const kind of KINDS) {
    for (const match of lowered.matchAll(new RegExp(`(?<![0-9a-z])(?:${rules[kind]})(?![0-9a-z])`, "gu"))) {
      clues.push({ start: match.index, end: match.index + match[0].length, kind })
    }
  }
  for (const { start, end, type } of found) if (BY_TYPE[type]) clues.push({ start, end, kind: BY_TYPE[type] })
  const order = (/** @type {Clue} */ one, /** @type {Clue} */ other) =>
    one.start - other.start || one.end - other.end || (one.kind < other.kind ? -1 : Number(one.kind > other.kind))
  return clues.sort(order)
}
