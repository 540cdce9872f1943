// Words, numbers and marks of a text. Twin of journal/identifiers/tokens.py; offsets here are UTF-16.

const LETTER = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0300-\u036f\u1e00-\u1eff"
// White space is spelled out: the \s of Python and of JavaScript differ.
const TOKEN = new RegExp(
  `([${LETTER}]+(?:['\u2019][${LETTER}]+)*)|([0-9]+)|` +
    `([^${LETTER}0-9 \\t\\r\\f\\v\\u00a0\\u2000-\\u200b\\u202f\\u3000\\ufeff])`,
  "gu",
)
const ENDINGS = ["'s", "'ll", "'d", "'ve", "'re", "'m"]
const UNMARKED = { ł: "l", ø: "o", đ: "d", ð: "d", þ: "th", ß: "ss", æ: "ae", œ: "oe", ı: "i" }
const CLOSERS = new Set([".", "!", "?", ";", "\n", "…", "•"])
const REOPENERS = new Set(['"', "“", "‘"])
const TRANSPARENT = new Set(":'’()[]-–—*>/&+,#")
const ABBREVIATIONS = new Set("mr mrs ms mx dr prof rev st sr no nr vs approx dept tel ext re inc eg ie".split(" "))

/**
 * One word (its ending "'s" or "'ll" split off), number or mark.
 * @typedef {object} Token
 * @property {string} text
 * @property {number} start
 * @property {number} end where the word itself ends
 * @property {number} after where its ending does
 * @property {string} key the folded word without apostrophes
 * @property {"word" | "number" | "mark"} kind
 * @property {string} ending
 * @property {"lower" | "title" | "upper" | "initial" | ""} shape
 * @property {boolean} spaced whether white space stands before it
 * @property {boolean} opens whether it begins a sentence
 */

/**
 * Lower case without diacritics: "Siân" and "sian" are one spelling.
 * @param {string} text
 */
export function fold(text) {
  const lowered = text.toLowerCase()
  if (/^[\u0000-\u007f]*$/u.test(lowered)) return lowered
  return lowered
    .normalize("NFD")
    .replace(/[łøđðþßæœı]/gu, (letter) => UNMARKED[/** @type {keyof typeof UNMARKED} */ (letter)])
    .replace(/[\u0300-\u036f]/gu, "")
}

/**
 * Every token of the text in order; a line break is a mark, other white space is left out.
 * @param {string} text
 * @returns {Token[]}
 */
export function tokenise(text) {
  /** @type {Token[]} */
  const tokens = []
  let opens = true
  let last = 0
  for (const match of text.matchAll(TOKEN)) {
    const [written, word, number] = match
    const start = match.index
    const spaced = start > last || start === 0
    last = start + written.length
    if (word !== undefined) {
      tokens.push(wordToken(written, start, spaced, opens))
      opens = false
      continue
    }
    const kind = number === undefined ? "mark" : "number"
    tokens.push({ text: written, start, end: last, after: last, key: written, kind, ending: "", shape: "", spaced, opens })
    if (kind === "number") opens = false
    else if (CLOSERS.has(written)) opens = written !== "." || !abbreviates(tokens)
    else if (REOPENERS.has(written)) opens = true
    else if (!TRANSPARENT.has(written)) opens = false
  }
  return tokens
}

/**
 * @param {string} written
 * @param {number} start
 * @param {boolean} spaced
 * @param {boolean} opens
 * @returns {Token}
 */
function wordToken(written, start, spaced, opens) {
  let plain = fold(written)
  let ending = ""
  let base = written
  let key = plain
  if (plain.includes("'") || plain.includes("\u2019")) {
    plain = plain.replaceAll("\u2019", "'")
    ending = ENDINGS.find((each) => plain.endsWith(each)) ?? ""
    base = written.slice(0, written.length - ending.length)
    key = plain.slice(0, plain.length - ending.length).replaceAll("'", "")
  }
  const end = start + base.length
  return { text: base, start, end, after: start + written.length, key, kind: "word", ending, shape: shapeOf(base), spaced, opens }
}

/** @param {string} word */
function shapeOf(word) {
  if (word[0] === word[0].toLowerCase()) return "lower"
  if (word.length === 1) return "initial"
  return word === word.toUpperCase() ? "upper" : "title"
}

/**
 * Whether the full stop just read belongs to the word before it ("Dr.", "K.").
 * @param {Token[]} tokens
 */
function abbreviates(tokens) {
  if (tokens.length < 2 || /** @type {Token} */ (tokens.at(-1)).spaced) return false
  const before = /** @type {Token} */ (tokens.at(-2))
  return before.kind === "word" && (ABBREVIATIONS.has(before.key) || before.shape === "initial")
}
