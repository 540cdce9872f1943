// What each word is to the rules: flags by folded word. Twin of journal/identifiers/lexicon.py.

import { stems } from "./words.js"

const NAMES = (
  "FUNCTION WORD COMMON TRUSTED LISTED SURNAME ALLOWED PLACE TITLE SOFT_TITLE KIN ROLE ADJECTIVE NAMING MEETING " +
  "WITH POSSESSIVE DETERMINER PREPOSITION ACT WEAK_ACT STATE OWNED PRONOUN BASE MONTH MODAL VERBAL UNLIKELY " +
  "EVERYDAY TELLING"
).split(" ")

/** @type {Record<string, number>} */
export const FLAG = Object.fromEntries(NAMES.map((name, position) => [name, 1 << position]))

/** @type {Record<string, string>} */
const CUES = {
  function: "FUNCTION", titles: "TITLE", soft_titles: "SOFT_TITLE", kin: "KIN", roles: "ROLE",
  adjectives: "ADJECTIVE", naming: "NAMING", meeting: "MEETING", with: "WITH", possessives: "POSSESSIVE",
  determiners: "DETERMINER", prepositions: "PREPOSITION", acts: "ACT", weak_acts: "WEAK_ACT", states: "STATE",
  belongings: "OWNED", pronouns: "PRONOUN", base_verbs: "BASE", months: "MONTH", modals: "MODAL",
  verbal_names: "VERBAL", unlikely_names: "UNLIKELY", everyday_names: "EVERYDAY", telling: "TELLING",
}
const ALLOWED = ["eponyms", "systems", "drugs", "brands", "people_words", "calendar", "shorthand"]
const AS_WORD = FLAG.WORD | FLAG.COMMON
const PEOPLE = FLAG.KIN | FLAG.ROLE
const STRETCH = 500
const SETTLED = FLAG.WORD | FLAG.LISTED | FLAG.FUNCTION | FLAG.ALLOWED

export class Lexicon {
  /** @type {Map<string, number>} */
  #flags = new Map()
  #complete = false

  /**
   * A lexicon of the JSON files by name; names, words and allow may still be missing.
   * @param {Record<string, any>} rules
   */
  static of(rules) {
    const lexicon = new Lexicon()
    for (const _ of lexicon.#steps(rules));
    return lexicon
  }

  /**
   * The same, made in short stretches with a breath between them, so that nobody's typing waits for it.
   * @param {Record<string, any>} rules
   * @param {() => Promise<void>} breathe
   */
  static async later(rules, breathe) {
    const lexicon = new Lexicon()
    for (const _ of lexicon.#steps(rules)) await breathe()
    return lexicon
  }

  /** @param {Record<string, any>} rules */
  *#steps({ cues, allow, names, words }) {
    if (words) {
      yield* this.#mark(words.others, FLAG.WORD)
      yield* this.#mark(words.common, AS_WORD)
    }
    if (allow) yield* this.#mark(allow.clinical, FLAG.WORD)
    if (names) {
      yield* this.#mark(names.trusted, FLAG.TRUSTED | FLAG.LISTED)
      yield* this.#mark(names.others, FLAG.LISTED)
      yield* this.#mark(names.surnames, FLAG.SURNAME)
      yield* this.#mark(names.surnames_too, FLAG.SURNAME)
    }
    for (const [kind, flag] of Object.entries(CUES)) yield* this.#mark(cues[kind], FLAG[flag])
    if (allow) {
      for (const kind of ALLOWED) yield* this.#mark(allow[kind], FLAG.ALLOWED)
      yield* this.#mark(allow.places, FLAG.PLACE)
    }
    this.#complete = Boolean(words && names && allow)
  }

  /**
   * @param {string} written words with a space between them
   * @param {number} flag
   */
  *#mark(written, flag) {
    let marked = 0
    for (let at = 0; at < written.length; ) {
      const space = written.indexOf(" ", at)
      const end = space < 0 ? written.length : space
      if (end > at) {
        const word = written.slice(at, end)
        this.#flags.set(word, (this.#flags.get(word) ?? 0) | flag)
      }
      at = end + 1
      marked += 1
      if (marked % STRETCH === 0) yield
    }
  }

  /**
   * Every flag of a folded word; a regular inflection of a listed word counts as a word.
   * @param {string} key
   */
  flags(key) {
    let found = this.#flags.get(key) ?? 0
    if (found & SETTLED) return found
    // Until the lists are here no word is a stranger: titles, patterns and places are found, and nothing is guessed.
    if (!this.#complete) return found | FLAG.WORD
    for (const stem of stems(key)) {
      let flags = this.#flags.get(stem) ?? 0
      if (!flags && stems(stem).some((each) => (this.#flags.get(each) ?? 0) & FLAG.WORD)) flags = FLAG.WORD
      found |= flags & AS_WORD
      if (flags & PEOPLE) found |= FLAG.WORD
    }
    return found
  }
}
