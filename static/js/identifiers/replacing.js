// Words to put in place of an identifier. Twin of journal/identifiers/replacing.py.

import { FLAG } from "./lexicon.js"

/** @typedef {import("./checking.js").Span} Span */
/** @typedef {import("./checking.js").Found} Found */
/** @typedef {import("./tokens.js").Token} Token */
/** @typedef {import("./lexicon.js").Lexicon} Lexicon */
/** @typedef {{text: string, tokens: Token[], spans: Span[]}} Passage a line with what is marked in it */
/** @typedef {{text: string, tokens: Token[], span: Span, place: number}} Standing */
/** @typedef {{role: string, owned: string, mentions: number[]}} Person */

const DETERMINERS = FLAG.DETERMINER | FLAG.POSSESSIVE
const PEOPLE = FLAG.KIN | FLAG.ROLE
const TITLES = FLAG.TITLE | FLAG.SOFT_TITLE
const SHORTEST_NAME = 3

/**
 * One replacement for each span of each line, in order; people who share a name are one person and get one replacement.
 * @param {Passage[]} passages all the lines of an entry
 * @param {Lexicon} lexicon
 * @param {any} rules replacements.json
 * @returns {string[]}
 */
export function chooseReplacements(passages, lexicon, rules) {
  /** @type {Standing[]} */
  const standing = passages.flatMap((passage) =>
    passage.spans.map((span) => ({ ...passage, span, place: tokenAt(passage.tokens, span.start) })),
  )
  /** @type {string[]} */
  const chosen = []
  for (const [person, phrase] of namedPeople(standing, lexicon, rules)) {
    for (const mention of person.mentions) chosen[mention] = phrase
  }
  return standing.map(({ text, tokens, span, place }, index) => {
    const phrase = chosen[index] ?? phraseFor(tokens, span, place, lexicon, rules)
    const first = text[span.start]
    const capital = tokens[place].opens && first === first.toUpperCase() && tokens[place].start === span.start
    return capital ? phrase[0].toUpperCase() + phrase.slice(1) : phrase
  })
}

/**
 * The last token that starts at or before the offset.
 * @param {Token[]} tokens
 * @param {number} offset
 */
export function tokenAt(tokens, offset) {
  let low = 0
  let high = tokens.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (tokens[middle].start <= offset) low = middle + 1
    else high = middle
  }
  return Math.max(0, low - 1)
}

/**
 * @param {Standing[]} standing
 * @param {Lexicon} lexicon
 * @param {any} rules
 * @returns {[Person, string][]}
 */
function namedPeople(standing, lexicon, rules) {
  /** @type {Person[]} */
  const people = []
  /** @type {Map<string, number>} */
  const known = new Map()
  standing.forEach(({ tokens, span, place }, index) => {
    if (span.type !== "PERSON" || span.kind === "couple") return
    const [names, title] = namesIn(tokens, span, place, lexicon, rules)
    let number = people.length
    for (const name of names) number = Math.min(number, known.get(name) ?? number)
    if (number === people.length) people.push({ role: "", owned: "", mentions: [] })
    const person = people[number]
    for (const name of names) if (!known.has(name)) known.set(name, number)
    person.mentions.push(index)
    if (!person.role) [person.role, person.owned] = roleOf(tokens, place, title, lexicon, rules)
  })
  /** @type {Map<string, number>} */
  const told = new Map()
  return people.map((person) => {
    const role = person.role || rules.person
    const count = told.get(role) ?? 0
    told.set(role, count + 1)
    const order = rules.orders[Math.min(count, rules.orders.length - 1)].replaceAll("{}", role)
    return [person, person.owned && count === 0 ? `${person.owned} ${role}` : order]
  })
}

/**
 * The folded names within a span, and the last title or role word among them.
 * @param {Token[]} tokens
 * @param {Span} span
 * @param {number} place
 * @param {Lexicon} lexicon
 * @param {any} rules
 * @returns {[Set<string>, string]}
 */
function namesIn(tokens, span, place, lexicon, rules) {
  const names = new Set()
  const short = new Set()
  let title = ""
  for (let index = place; index < tokens.length && tokens[index].start < span.end; index += 1) {
    const token = tokens[index]
    if (token.kind !== "word") continue
    if (Object.hasOwn(rules.titles, token.key) || lexicon.flags(token.key) & (TITLES | PEOPLE)) title = token.key
    else if (token.key.length >= SHORTEST_NAME) names.add(token.key)
    else if (token.key !== "and" && token.key !== "or") short.add(token.key)
  }
  return [names.size ? names : short, title]
}

/**
 * The role somebody is given by a title or by the word in front ("my mentor Will"), and whose they are.
 * @param {Token[]} tokens
 * @param {number} place
 * @param {string} title
 * @param {Lexicon} lexicon
 * @param {any} rules
 * @returns {[string, string]}
 */
function roleOf(tokens, place, title, lexicon, rules) {
  if (title) return [Object.hasOwn(rules.titles, title) ? rules.titles[title] : title, ""]
  let before = place - 1
  if (before > 0 && tokens[before].text === ",") before -= 1
  if (before < 0 || tokens[before].kind !== "word" || tokens[before].ending) return ["", ""]
  if (!(lexicon.flags(tokens[before].key) & PEOPLE)) return ["", ""]
  const owner = before > 0 ? tokens[before - 1] : undefined
  const owned = owner && owner.kind === "word" && lexicon.flags(owner.key) & FLAG.POSSESSIVE
  return [tokens[before].key, owned ? owner.key : ""]
}

/**
 * @param {Token[]} tokens
 * @param {Span} span
 * @param {number} place
 * @param {Lexicon} lexicon
 * @param {any} rules
 * @returns {string}
 */
function phraseFor(tokens, span, place, lexicon, rules) {
  const forms = rules.kinds[span.kind] ?? rules.types[span.type] ?? rules.types.ID_OTHER
  const before = tokens[place - 1]
  if (!before || before.kind !== "word" || tokens[place].start !== span.start) return forms.alone
  if (span.type === "DATE" && before.key === "on") return rules.on_date
  return lexicon.flags(before.key) & DETERMINERS && !before.ending ? forms.after : forms.alone
}

/**
 * The text with the chosen findings (by their index in `found`) replaced. Offsets must be those of `check` on this
 * text (code points). Where the words in front already say the replacement, the name is left out instead.
 * @param {string} text
 * @param {Found[]} found
 * @param {Iterable<number>} chosen
 */
export function replace(text, found, chosen) {
  const letters = Array.from(text)
  const wanted = new Set(chosen)
  let written = ""
  let last = 0
  found.forEach((each, index) => {
    if (!wanted.has(index)) return
    const before = letters.slice(last, each.start).join("")
    const said = each.replacement.toLowerCase().replace(/^the /u, "")
    const led = before.replace(/[ ,]+$/u, "")
    const ahead = led.toLowerCase().slice(0, -said.length)
    const doubled = led !== before && led.toLowerCase().endsWith(said) && !/\p{L}$/u.test(ahead)
    written += doubled ? led : before + each.replacement
    last = each.end
  })
  return written + letters.slice(last).join("")
}
