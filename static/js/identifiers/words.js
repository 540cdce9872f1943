// The shorter words an inflected English word may come from. Twin of journal/identifiers/words.py.

/** @type {[string, string[]][]} */
const ENDINGS = [
  ["ies", ["y"]],
  ["es", ["", "e"]],
  ["s", [""]],
  ["ied", ["y"]],
  ["ed", ["", "e"]],
  ["ing", ["", "e"]],
  ["ier", ["y"]],
  ["er", ["", "e"]],
  ["iest", ["y"]],
  ["est", ["", "e"]],
  ["ily", ["y"]],
  ["ly", ["", "le"]],
  ["ness", [""]],
  ["able", ["", "e"]],
  ["ation", ["e", "ate"]],
  ["ment", [""]],
  ["less", [""]],
  ["ship", [""]],
  ["ful", [""]],
  ["ity", ["", "e"]],
  ["ism", [""]],
  ["ist", [""]],
]
const BEGINNINGS = ["un", "over", "under", "dis", "mis", "inter", "out"]
const DOUBLED = new Set(["ed", "ing", "er", "est"])
const SHORTEST = 3

/**
 * Candidates for the dictionary form of a lower-case word, whether or not they exist.
 * @param {string} word
 * @returns {string[]}
 */
export function stems(word) {
  const found = []
  for (const [ending, replacements] of ENDINGS) {
    if (!word.endsWith(ending)) continue
    const body = word.slice(0, word.length - ending.length)
    if (body.length < SHORTEST) continue
    if (!(ending === "s" && body.endsWith("s"))) {
      for (const each of replacements) found.push(body + each)
    }
    if (DOUBLED.has(ending) && body.length > SHORTEST && body.at(-1) === body.at(-2)) found.push(body.slice(0, -1))
  }
  for (const beginning of BEGINNINGS) {
    if (word.startsWith(beginning) && word.length > beginning.length + SHORTEST) found.push(word.slice(beginning.length))
  }
  return found
}
