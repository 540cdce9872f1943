// One line of text as the rules for people see it. Twin of sight.py.

/** @typedef {import("./tokens.js").Token} Token */

export class Sight {
  /**
   * @param {Token[]} tokens
   * @param {boolean[]} taken tokens that other rules have
   * @param {import("./lexicon.js").Lexicon} lexicon
   * @param {any} rules
   * @param {{shouting: boolean, lowered: boolean}} manner how the whole text is written
   */
  constructor(tokens, taken, lexicon, rules, { shouting, lowered }) {
    this.tokens = tokens
    this.taken = taken
    this.flags = tokens.map((token) => (token.kind === "word" ? lexicon.flags(token.key) : 0))
    this.rules = rules
    this.shouting = shouting
    this.lowered = lowered
  }

  /** @param {number} index */
  capital(index) {
    const { shape } = this.tokens[index]
    return !this.shouting && shape !== "lower" && shape !== ""
  }

  /**
   * @param {number} index
   * @param {string} mark
   */
  isMark(index, mark) {
    return this.tokens[index]?.text === mark
  }

  /** @param {number} index */
  isWord(index) {
    return index >= 0 && index < this.tokens.length && this.tokens[index].kind === "word" && !this.taken[index]
  }

  /**
   * @param {number} first
   * @param {number} last
   */
  wordsIn(first, last) {
    const words = []
    for (let each = first; each <= last; each += 1) if (this.tokens[each].kind === "word") words.push(each)
    return words
  }
}
