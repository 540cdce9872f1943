// Named wards, homes, schools, streets and addresses. Twin of journal/identifiers/places.py.

import { FLAG } from "./lexicon.js"

/** @typedef {import("./checking.js").Span} Span */
/** @typedef {import("./tokens.js").Token} Token */
/** @typedef {import("./lexicon.js").Lexicon} Lexicon */

const PERSON = FLAG.KIN | FLAG.ROLE | FLAG.TITLE | FLAG.SOFT_TITLE
const VERBS = FLAG.ACT | FLAG.WEAK_ACT | FLAG.MEETING | FLAG.BASE
const HOME_KINDS = new Set("care nursing residential medical health primary infant junior high special secondary childrens".split(" "))
const STREETS = new Set(["street", "weak_street", "estate", "farm"])
const LONGEST = 4
const SURE = 50
const MAYBE = 30
/** @type {[string, string][]} */
const KINDS = [
  ["body", "bodies"], ["faith", "faiths"], ["surgery", "surgeries"], ["care_home", "care_homes"],
  ["school", "schools"], ["hospital", "hospitals"], ["ward", "wards"], ["estate", "estates"],
  ["farm", "homes"], ["weak_street", "weak_streets"], ["street", "streets"],
]

/** The lists of places.json as sets, and the kind of place each ending word means. */
export class Heads {
  /** @type {Map<string, Set<string>>} */
  #words = new Map()
  /** @type {Map<string, string>} */
  kinds = new Map()

  /** @param {Record<string, string>} rules */
  constructor(rules) {
    for (const [name, value] of Object.entries(rules)) {
      if (name !== "about") this.#words.set(name, new Set(value.split(" ")))
    }
    for (const [kind, name] of KINDS) {
      for (const word of /** @type {Set<string>} */ (this.#words.get(name))) {
        if (!this.kinds.has(word)) this.kinds.set(word, kind)
      }
    }
  }

  /**
   * @param {string} name
   * @param {string} key
   */
  has(name, key) {
    return /** @type {Set<string>} */ (this.#words.get(name)).has(key)
  }
}

/** The places of one text; built once a check. */
export class Places {
  /**
   * @param {Token[]} tokens
   * @param {boolean[]} taken
   * @param {Lexicon} lexicon
   * @param {Heads} heads
   */
  constructor(tokens, taken, lexicon, heads) {
    this.tokens = tokens
    this.taken = taken
    this.lexicon = lexicon
    this.heads = heads
  }

  /** @returns {Span[]} organisations, addresses and streets in the order of their last word */
  found() {
    const spans = []
    for (let index = 0; index < this.tokens.length; index += 1) {
      const token = this.tokens[index]
      if (token.kind !== "word" || this.taken[index]) continue
      let span = null
      if (this.heads.kinds.has(token.key)) span = this.#headed(index)
      else if (this.heads.has("saints", token.key)) span = this.#saint(index)
      else if (this.heads.has("home_names", token.key) || this.heads.has("hospitals_known", token.key)) span = this.#known(index)
      else if (token.key === "at" && index > 0 && this.heads.has("live_at", this.tokens[index - 1].key)) span = this.#livedIn(index + 1)
      if (span === null) continue
      spans.push(span)
      if (span.type === "ADDRESS") spans.push(...this.#continued(index + 1))
    }
    return spans
  }

  /** @param {number} index */
  #flags(index) {
    return this.tokens[index].kind === "word" ? this.lexicon.flags(this.tokens[index].key) : 0
  }

  /** @param {number} index */
  #word(index) {
    return index >= 0 && index < this.tokens.length && this.tokens[index].kind === "word"
  }

  /** @param {number} index */
  #capital(index) {
    return this.tokens[index].shape !== "lower" && this.tokens[index].shape !== ""
  }

  // Places that end in a word of their kind

  /**
   * @param {number} head
   * @returns {Span | null}
   */
  #headed(head) {
    const { tokens, heads } = this
    const kind = /** @type {string} */ (heads.kinds.get(tokens[head].key))
    if (kind === "ward") {
      const numbered = this.#numberedWard(head)
      if (numbered) return numbered
    }
    const next = head + 1
    if (this.#word(next) && tokens[next].spaced && !tokens[head].ending && heads.kinds.has(tokens[next].key)) {
      const following = /** @type {string} */ (heads.kinds.get(tokens[next].key))
      if (this.#capital(head) === this.#capital(next) || heads.has("joined", tokens[next].key)) {
        if ((following !== "weak_street" && following !== "farm") || this.#capital(next)) return null
      }
    }
    const first = this.#leftwards(head)
    return first === head ? null : this.#judged(first, head, kind)
  }

  /**
   * "Ward 7", "ward 12b", "Ward C4": wards that go by a number or a letter.
   * @param {number} head
   * @returns {Span | null}
   */
  #numberedWard(head) {
    const { tokens } = this
    if (tokens[head].key !== "ward" || head + 1 >= tokens.length) return null
    const following = tokens[head + 1]
    const further = tokens[head + 2]
    let end = following.end
    if (following.kind === "number" && following.text.length < 4) {
      if (this.#word(head + 2) && !further.spaced && further.text.length === 1) end = further.end
    } else if (following.shape === "initial" && !"ai".includes(following.key) && following.spaced) {
      if (further && further.kind === "number" && !further.spaced) end = further.end
    } else return null
    return { start: tokens[head].start, end, type: "ORGANISATION", score: MAYBE, kind: "ward" }
  }

  /** @param {number} head */
  #leftwards(head) {
    const { tokens } = this
    const capital = this.#capital(head)
    let first = head
    let count = 0
    while (first > 0 && count < LONGEST + 1) {
      const before = this.#before(first)
      if (before === null) break
      const hyphened = tokens[first - 1].text === "-" && !this.taken[before] && first < head
      if (!hyphened && !this.#belongs(before, first, capital)) break
      first = before
      count += 1
    }
    while (first < head && this.#leads(first)) {
      first += 1
      if (tokens[first].kind !== "word") first += 1
    }
    return first
  }

  /**
   * The word in front, past a hyphen, the apostrophe of "Agnes'" or the stop of "St.".
   * @param {number} first
   */
  #before(first) {
    const { tokens } = this
    const joined = !tokens[first].spaced
    const mark = tokens[first - 1]
    const behind = first - 2
    if (mark.kind === "word") return joined ? null : first - 1
    if (!this.#word(behind) || mark.spaced) return null
    const saint = mark.text === "." && this.heads.has("saints", tokens[behind].key)
    return (mark.text === "-" && joined) || mark.text === "'" || mark.text === "\u2019" || saint ? behind : null
  }

  /**
   * @param {number} index
   * @param {number} following
   * @param {boolean} capital
   */
  #belongs(index, following, capital) {
    const { tokens } = this
    const token = tokens[index]
    const flags = this.#flags(index)
    if (this.taken[index] || (token.ending !== "" && token.ending !== "'s")) return false
    if (this.#capital(index)) {
      return !(flags & FLAG.FUNCTION) || (["the", "our", "all"].includes(token.key) && !token.opens)
    }
    if (["of", "on", "upon", "le", "y"].includes(token.key) && this.#capital(following) && index > 0) {
      const before = tokens[index - 1].text === "-" ? index - 2 : index - 1
      const water = !["on", "upon"].includes(token.key) || this.heads.has("waters", tokens[following].key)
      return this.#word(before) && this.#capital(before) && (water || tokens[index - 1].text === "-")
    }
    if (capital || this.#capital(following)) return false
    if (index > 0 && HOME_KINDS.has(token.key) && this.#word(index - 1)) {
      if (this.#capital(index - 1) || this.#namelike(index - 1)) return true
    }
    if (this.heads.has("streets", token.key) && index > 0 && this.#word(index - 1)) return this.#namelike(index - 1)
    return this.#namelike(index) || this.heads.has("saints", token.key) || this.#numberedOff(index, following)
  }

  /**
   * An ordinary word as a name without capitals: "9 weir street", "3 chapel row, ...", "on kestrel ward".
   * @param {number} index
   * @param {number} head
   */
  #numberedOff(index, head) {
    const { key } = this.tokens[head]
    const before = this.tokens[index - 1]
    if (!before || this.#flags(index) & (FLAG.FUNCTION | PERSON) || this.#describes(index)) return false
    if (key === "ward") return this.heads.has("on_ward", before.key)
    // Without "the": "from station road".
    if (this.heads.has("streets", key) && this.heads.has("street_before", before.key)) return true
    const weak = this.heads.has("weak_streets", key) && this.#listedOff(head)
    return before.kind === "number" && (weak || this.heads.has("streets", key))
  }

  /** @param {number} index */
  #describes(index) {
    const { key } = this.tokens[index]
    return this.heads.has("describing", key) || this.heads.has("street_describing", key) || key.endsWith("ed")
  }

  /**
   * Whether a word without a capital could be part of a place's name.
   * @param {number} index
   */
  #namelike(index) {
    const { key } = this.tokens[index]
    const flags = this.#flags(index)
    const plain = FLAG.FUNCTION | FLAG.ALLOWED | PERSON | VERBS
    if (key.length < 3 || (flags & plain && !(flags & FLAG.LISTED))) return false
    if (this.#describes(index)) return false
    return this.#plant(index) || !(flags & FLAG.WORD) || Boolean(flags & FLAG.LISTED && !(flags & FLAG.COMMON))
  }

  /**
   * Whether the word only leads up to the name: "The", a sentence's first word, a person's role.
   * @param {number} index
   */
  #leads(index) {
    const token = this.tokens[index]
    const flags = this.#flags(index)
    if (flags & FLAG.FUNCTION || (flags & PERSON && !(flags & FLAG.TRUSTED))) return true
    const past = token.key.endsWith("ed") || token.key.endsWith("ing")
    const verb = flags & VERBS || (flags & FLAG.WORD && past)
    return token.opens && Boolean(verb) && !(flags & (FLAG.LISTED | FLAG.SURNAME)) && !this.#plant(index)
  }

  /**
   * @param {number} first
   * @param {number} head
   * @param {string} ending
   * @returns {Span | null}
   */
  #judged(first, head, ending) {
    const { tokens } = this
    let kind = ending
    let street = STREETS.has(kind)
    const describing = street ? "street_describing" : "describing"
    const named = []
    for (let each = first; each < head; each += 1) {
      if (tokens[each].kind === "word" && this.#names(each, describing, kind)) named.push(each)
    }
    if (!named.length) return null
    const capitals = named.every((each) => this.#capital(each))
    const number = street ? null : this.#houseNumber(first)
    if (number !== null && this.heads.has("weak_streets", tokens[head].key)) {
      street = true
      kind = "weak_street"
    } else if (number !== null && this.heads.has("flats", tokens[number].key)) {
      return { start: tokens[number].start, end: tokens[head].end, type: "ADDRESS", score: SURE, kind: "address" }
    }
    if (street) return this.#street(first, head, kind, capitals)
    if (!this.#capital(head) && !this.#strong(head, named, capitals)) return null
    if (this.#capital(head) && !capitals && !named.every((each) => this.#namelike(each))) return null
    const score = capitals || kind === "ward" ? SURE : MAYBE
    return { start: tokens[first].start, end: tokens[head].end, type: "ORGANISATION", score, kind }
  }

  /**
   * @param {number} index
   * @param {string} describing
   * @param {string} kind
   */
  #names(index, describing, kind) {
    const { key } = this.tokens[index]
    const flags = this.#flags(index)
    const street = describing === "street_describing"
    if (this.heads.has(describing, key)) return false
    if (this.heads.kinds.has(key) && !this.#plant(index)) {
      const housed = this.#capital(index) || this.tokens[index - 1]?.kind === "number"
      return street && housed && (kind === "street" || kind === "weak_street")
    }
    if (flags & FLAG.FUNCTION) return false
    if ((street && this.#capital(index)) || this.#plant(index)) return key.length > 1
    if (flags & FLAG.ALLOWED && !(flags & (FLAG.LISTED | FLAG.SURNAME))) return false
    if (flags & FLAG.PLACE && (kind === "body" || kind === "ward" || kind === "faith")) return false
    return key.length > 1
  }

  /**
   * Whether an ending without a capital may still end a name: "Bethania vestry", "hartley ward".
   * @param {number} head
   * @param {number[]} named
   * @param {boolean} capitals
   */
  #strong(head, named, capitals) {
    const { key } = this.tokens[head]
    if (["home", "centre", "practice"].includes(key) && HOME_KINDS.has(this.tokens[head - 1].key)) {
      return capitals || named.every((each) => this.#namelike(each))
    }
    if (!this.heads.has("strong", key)) return false
    if (key === "house" || key === "court" || key === "home") {
      if (capitals || key === "home") return false
      return this.heads.has("saints", this.tokens[named[0]].key) || named.every((each) => this.#houses(each))
    }
    const telling = (/** @type {number} */ each) => {
      const flags = this.#flags(each)
      return !(flags & (FLAG.WORD | FLAG.PLACE)) || this.#plant(each) || flags & FLAG.LISTED
    }
    return !capitals || named.some(telling)
  }

  /**
   * Whether a house may go by the word: a plant, or what is nothing but a name.
   * @param {number} index
   */
  #houses(index) {
    const flags = this.#flags(index)
    const named = flags & (FLAG.LISTED | FLAG.SURNAME) && !(flags & (FLAG.WORD | FLAG.ALLOWED)) && !this.tokens[index].ending
    return this.#plant(index) || Boolean(named)
  }

  /** @param {number} index */
  #plant(index) {
    return this.heads.has("plants", this.tokens[index].key)
  }

  /**
   * @param {number} first
   * @param {number} head
   * @param {string} kind
   * @param {boolean} capitals
   * @returns {Span | null}
   */
  #street(first, head, kind, capitals) {
    const { tokens } = this
    const number = this.#houseNumber(first)
    const start = tokens[number ?? first].start
    const end = tokens[head].end
    const close = this.#capital(head)
    if (kind === "farm") return capitals && close ? { start, end, type: "ADDRESS", score: SURE, kind: "address" } : null
    if (kind === "estate") return capitals ? { start, end, type: "LOCATION", score: MAYBE, kind: "estate" } : null
    if (kind === "weak_street" && !(close && capitals)) {
      if (number === null || !(this.#listedOff(head) || this.#allNamelike(first, head))) return null
    }
    if (number !== null) return { start, end, type: "ADDRESS", score: SURE, kind: "address" }
    if (kind === "weak_street" && tokens[first].opens && head - first === 1) return null
    return { start, end, type: "LOCATION", score: capitals ? SURE : MAYBE, kind: "street" }
  }

  /**
   * @param {number} first
   * @param {number} head
   */
  #allNamelike(first, head) {
    for (let each = first; each < head; each += 1) if (this.#word(each) && !this.#namelike(each)) return false
    return true
  }

  /**
   * Whether a comma follows, as in an address read out: "3 chapel row, polgarrow".
   * @param {number} head
   */
  #listedOff(head) {
    return this.tokens[head + 1]?.text === ","
  }

  /**
   * The token where "3", "12a", "flat 2", "Flat 3, 22" or "number 14" in front of a street begins.
   * @param {number} first
   */
  #houseNumber(first) {
    const { tokens } = this
    let before = first - 1
    if (before >= 0 && tokens[before].text === ",") before -= 1
    if (this.#word(before) && tokens[before].text.length === 1 && !tokens[before].spaced) before -= 1
    if (before < 0 || tokens[before].kind !== "number" || tokens[before].text.length > 4) return null
    let start = before
    for (let round = 0; round < 3; round += 1) {
      let ahead = start - 1
      if (ahead > 0 && [",", "/", "-", "."].includes(tokens[ahead].text) && this.#numbers(ahead - 1)) ahead -= 1
      if (ahead < 0 || !this.#numbers(ahead)) break
      if (tokens[ahead].kind === "number" && this.heads.has("flats", tokens[start].key)) break
      start = ahead
    }
    return start
  }

  /** @param {number} index */
  #numbers(index) {
    return this.tokens[index].kind === "number" || this.heads.has("flats", this.tokens[index].key)
  }

  /**
   * The village after an address: "3 Chapel Row, Polgarrow".
   * @param {number} index
   * @returns {Span[]}
   */
  #continued(index) {
    const { tokens } = this
    const name = index + 1
    if (name >= tokens.length || (tokens[index].text !== "," && tokens[index].text !== "in") || !this.#word(name)) return []
    const flags = this.#flags(name)
    if (tokens[name].ending || flags & (FLAG.ALLOWED | FLAG.FUNCTION | FLAG.PLACE | PERSON)) return []
    if (!this.#capital(name) && (flags & FLAG.WORD || tokens[name].key.length < 4)) return []
    if (this.taken[name]) return []
    let last = name
    if (this.#word(last + 1) && this.#capital(last + 1)) {
      if (!(this.#flags(last + 1) & (FLAG.ALLOWED | FLAG.FUNCTION | FLAG.PLACE))) last += 1
    }
    return [{ start: tokens[name].start, end: tokens[last].end, type: "LOCATION", score: SURE, kind: "place" }]
  }

  // Houses that go by a name

  /**
   * "She lives at The Old Forge": a house by its name, unless its last word tells more of it.
   * @param {number} first
   * @returns {Span | null}
   */
  #livedIn(first) {
    const { tokens } = this
    const begin = this.#word(first) && tokens[first].key === "the" ? first + 1 : first
    let last = begin
    while (last < begin + 3 && this.#word(last) && this.#capital(last) && !this.taken[last]) {
      if (this.#flags(last) & (FLAG.FUNCTION | PERSON) || this.heads.kinds.has(tokens[last].key)) return null
      last += 1
      if (tokens[last - 1].ending) break
    }
    if (begin === last && begin > first && this.#oldHouse(begin)) {
      return { start: tokens[first].start, end: tokens[begin + 1].end, type: "ADDRESS", score: MAYBE, kind: "address" }
    }
    if (begin === last || this.#flags(begin) & (FLAG.PLACE | FLAG.ALLOWED)) return null
    return { start: tokens[first].start, end: tokens[last - 1].end, type: "ADDRESS", score: MAYBE, kind: "address" }
  }

  /**
   * "... at the old forge": a house by what it was, without a capital.
   * @param {number} index
   */
  #oldHouse(index) {
    const last = index + 1
    if (this.tokens[index]?.key !== "old" || !this.#word(last) || this.taken[last] || this.#capital(last)) return false
    if (this.#flags(last) & (FLAG.FUNCTION | PERSON | FLAG.ALLOWED) || this.heads.kinds.has(this.tokens[last].key)) return false
    return !this.heads.has("no_house", this.tokens[last].key)
  }

  // Places known by name

  /**
   * "St Mary's" and "St. Thomas": a hospital, a school or a church by its saint alone.
   * @param {number} index
   * @returns {Span | null}
   */
  #saint(index) {
    const { tokens } = this
    let name = index + 1
    if (name < tokens.length && tokens[name].text === "." && !tokens[name].spaced) name += 1
    if (!this.#word(name) || this.#capital(index) !== this.#capital(name)) return null
    if (!this.#capital(name) && (this.#flags(name) & (FLAG.WORD | FLAG.ALLOWED) || this.#shortOfSaint(index, name))) return null
    if (this.#flags(name) & FLAG.FUNCTION || !tokens[name].spaced || this.taken[name]) return null
    return { start: tokens[index].start, end: tokens[name].after, type: "ORGANISATION", score: MAYBE, kind: "saint" }
  }

  /**
   * Whether "st" is a weight, a street or a part of a word rather than a saint without a capital.
   * @param {number} index
   * @param {number} name
   */
  #shortOfSaint(index, name) {
    const { key } = this.tokens[name]
    const owned = key.endsWith("s") || this.tokens[name].ending === "'s"
    return key.length < 4 || !owned || this.tokens[index - 1]?.kind === "number"
  }

  /**
   * @param {number} index
   * @returns {Span | null}
   */
  #known(index) {
    const token = this.tokens[index]
    if (!this.#capital(index) || index === 0) return null
    const before = this.tokens[index - 1].key
    if (this.heads.has("hospitals_known", token.key)) {
      if (!["at", "to", "in", "from", "near", "into"].includes(before)) return null
      return { start: token.start, end: token.after, type: "ORGANISATION", score: MAYBE, kind: "hospital" }
    }
    if (before !== "the" || (this.#word(index + 1) && this.#capital(index + 1))) return null
    return { start: token.start, end: token.end, type: "ORGANISATION", score: MAYBE, kind: "care_home" }
  }
}
