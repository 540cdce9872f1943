// People's names by titles, lists and company. Twin of journal/identifiers/people.py.

import { FLAG } from "./lexicon.js"

/** @typedef {import("./checking.js").Span} Span */
/** @typedef {import("./tokens.js").Token} Token */
/** @typedef {import("./lexicon.js").Lexicon} Lexicon */
/** @typedef {{first: number, last: number, score: number, kind: string, keys: string[]}} Run */

const TITLES = FLAG.TITLE | FLAG.SOFT_TITLE
const CLOSED = FLAG.FUNCTION | FLAG.DETERMINER | FLAG.POSSESSIVE | FLAG.PRONOUN | FLAG.PREPOSITION
const NAMED = FLAG.LISTED | FLAG.SURNAME
const LONGEST = 4
const OLDEST = 119
/** @type {[number, string][]} */
const COMPANY = [
  [FLAG.TELLING, "telling"], [FLAG.NAMING, "naming"], [FLAG.MEETING, "meeting"], [FLAG.KIN, "role"],
  [FLAG.ROLE, "role"], [FLAG.ADJECTIVE, "adjective"], [FLAG.WITH, "with"], [FLAG.POSSESSIVE, "possessive"],
  [FLAG.DETERMINER, "determiner"], [FLAG.PREPOSITION, "preposition"],
]

/** The candidates of one text. Built once a check; holds nothing afterwards. */
export class People {
  /**
   * @param {Token[]} tokens
   * @param {boolean[]} taken
   * @param {Lexicon} lexicon
   * @param {any} rules
   */
  constructor(tokens, taken, lexicon, rules) {
    this.tokens = tokens
    this.taken = taken
    this.flags = tokens.map((token) => (token.kind === "word" ? lexicon.flags(token.key) : 0))
    this.rules = rules
    const words = tokens.filter((token) => token.kind === "word" && token.text.length > 1)
    const shouted = words.filter((token) => token.shape === "upper").length
    this.shouting = words.length > 3 && shouted * 2 > words.length
    this.lowered = words.every((token) => token.shape === "lower" || token.shape === "")
  }

  /**
   * @param {boolean} strict also takes any ordinary word with a capital inside a sentence
   * @returns {Span[]}
   */
  found(strict) {
    const { rules } = this
    const threshold = strict ? rules.strict : rules.maybe
    const runs = this.#runs()
    const named = new Set()
    for (const run of runs) {
      if (run.score >= rules.sure && run.kind !== "place") for (const key of run.keys) if (key.length > 2) named.add(key)
    }
    const spans = []
    for (const run of runs) {
      if (run.score < rules.sure && run.kind !== "place" && run.keys.some((key) => named.has(key))) {
        const single = run.first === run.last && this.#capital(run.first)
        if (single || !(this.flags[run.first] & FLAG.WORD)) run.score += rules.repeat
      }
      if (run.score >= threshold || (strict && run.kind === "word" && !this.tokens[run.first].opens)) spans.push(this.#span(run))
    }
    return spans
  }

  /**
   * @param {Run} run
   * @returns {Span}
   */
  #span(run) {
    const last = this.tokens[run.last]
    let end = last.end
    if (last.shape === "initial" && this.#isMark(run.last + 1, ".") && !this.tokens[run.last + 1].spaced) {
      end = this.tokens[run.last + 1].end
    }
    const place = run.kind === "place"
    const start = this.tokens[run.first].start
    return { start, end, type: place ? "LOCATION" : "PERSON", score: run.score, kind: place ? "place" : "person" }
  }

  #runs() {
    /** @type {Run[]} */
    const runs = []
    let index = 0
    while (index < this.tokens.length) {
      const run = this.#runAt(index)
      if (run) runs.push(run)
      index = run ? run.last + 1 : index + 1
    }
    return runs
  }

  /**
   * @param {number} index
   * @returns {Run | null}
   */
  #runAt(index) {
    if (this.tokens[index].kind !== "word" || this.taken[index]) return null
    if (this.flags[index] & TITLES) {
      const titled = this.#titled(index)
      if (titled) return titled
    }
    if (this.#capital(index)) return this.#nameable(index) ? this.#capitalRun(index) : null
    return this.#lowerRun(index)
  }

  /** @param {number} index */
  #capital(index) {
    const { shape } = this.tokens[index]
    return !this.shouting && shape !== "lower" && shape !== ""
  }

  /**
   * @param {number} index
   * @param {string} mark
   */
  #isMark(index, mark) {
    return this.tokens[index]?.text === mark
  }

  /** @param {number} index */
  #isWord(index) {
    return index >= 0 && index < this.tokens.length && this.tokens[index].kind === "word" && !this.taken[index]
  }

  /**
   * @param {number} first
   * @param {number} last
   */
  #wordsIn(first, last) {
    const words = []
    for (let each = first; each <= last; each += 1) if (this.tokens[each].kind === "word") words.push(each)
    return words
  }

  // Titles

  /**
   * "Mrs P", "mr and mrs khan", "Dr. Okonedo-Price": whatever follows a title names somebody.
   * @param {number} index
   * @returns {Run | null}
   */
  #titled(index) {
    const { tokens, flags } = this
    let position = this.#pastStop(index + 1)
    let soft = !(flags[index] & FLAG.TITLE)
    if (position + 1 < tokens.length && ["and", "&", "/", "or"].includes(tokens[position].text.toLowerCase())) {
      if (flags[position + 1] & TITLES) {
        soft = soft && !(flags[position + 1] & FLAG.TITLE)
        position = this.#pastStop(position + 2)
      }
    }
    position = this.#pastParticles(position)
    if (!this.#isWord(position) || !this.#afterTitle(position, soft)) return null
    const last = this.#extend(position)
    const keys = this.#wordsIn(position, last).map((each) => tokens[each].key)
    return { first: index, last, score: 60, kind: "titled", keys }
  }

  /** @param {number} index */
  #pastStop(index) {
    return this.#isMark(index, ".") && !this.tokens[index].spaced ? index + 1 : index
  }

  /**
   * @param {number} index
   * @param {boolean} soft
   */
  #afterTitle(index, soft) {
    const token = this.tokens[index]
    const flags = this.flags[index]
    const listed = Boolean(flags & NAMED)
    if (this.rules.shut_titles.has(token.key) || (!token.spaced && !this.#isMark(index - 1, "."))) return false
    const shut = flags & (CLOSED | FLAG.ACT | FLAG.WEAK_ACT)
    if (this.#capital(index)) return listed || !shut || token.shape === "initial"
    if (shut && !(listed && !soft)) return false
    if (token.key.length === 1) return !soft || !"ais".includes(token.key)
    if (soft) {
      return !(flags & (FLAG.WORD | FLAG.ALLOWED | FLAG.ROLE | FLAG.KIN)) && (listed || token.key.length > 3)
    }
    return !(flags & FLAG.STATE) || listed
  }

  // Runs of capitals

  /**
   * Whether a capitalised word could be (part of) a name at all.
   * @param {number} index
   */
  #nameable(index) {
    const flags = this.flags[index]
    if (flags & (FLAG.MONTH | FLAG.MODAL)) return true
    if (flags & (FLAG.FUNCTION | TITLES) || (flags & FLAG.PLACE && !(flags & FLAG.TRUSTED))) return false
    if (flags & (FLAG.KIN | FLAG.ROLE | FLAG.ALLOWED) && !this.#namingBefore(index)) {
      return Boolean(flags & FLAG.TRUSTED) && !(flags & (FLAG.KIN | FLAG.ROLE))
    }
    return this.tokens[index].shape !== "initial" || this.#initial(index)
  }

  /**
   * Whether "called" or "calls him" stands in front, so that even a common word is a name.
   * @param {number} index
   */
  #namingBefore(index) {
    if (index === 0 || this.tokens[index].opens) return false
    const pair = index > 1 ? `${this.tokens[index - 2].key} ${this.tokens[index - 1].key}` : ""
    return Boolean(this.flags[index - 1] & FLAG.NAMING) || this.rules.naming_pairs.has(pair)
  }

  /**
   * A single capital counts when a stop, a name or an age makes an initial of it: "K., seven".
   * @param {number} index
   */
  #initial(index) {
    const { tokens, flags } = this
    const token = tokens[index]
    if (token.key === "i" || (token.ending && token.ending !== "'s")) return false
    if (this.#isMark(index + 1, ".") && !tokens[index + 1].spaced) {
      const after = index + 2
      const spacedWord = this.#isWord(after) && tokens[after].spaced
      if (!token.opens && (this.#isMark(after, ",") || spacedWord)) return true
      return spacedWord && this.#capital(after)
    }
    if (token.opens) return Boolean(token.ending)
    const company = FLAG.NAMING | FLAG.MEETING | FLAG.TELLING | FLAG.WITH | FLAG.KIN | FLAG.ROLE
    const before = index ? flags[index - 1] & company : 0
    const following = index + 1
    if (following < tokens.length && tokens[following].kind === "word") {
      const known = tokens[following].key === "and" || flags[following] & (FLAG.ACT | FLAG.WEAK_ACT | FLAG.PREPOSITION)
      return Boolean(token.ending) || Boolean(before && known)
    }
    return Boolean(before) || this.#isMark(following, ",") || Boolean(token.ending)
  }

  /**
   * The last token of the name that begins at `index`: hyphens, particles, initials, further names.
   * @param {number} index
   */
  #extend(index) {
    const { tokens } = this
    let last = index
    for (let count = 1; count < LONGEST; count += 1) {
      if (tokens[last].ending) break
      let following = last + 1
      if (this.#isMark(following, "-") && !tokens[following].spaced) {
        following += 1
        if (!this.#isWord(following) || tokens[following].spaced) break
        if (!this.#capital(index) && this.flags[following] & CLOSED) break
      } else if (this.#isMark(following, ".") && tokens[last].shape === "initial") {
        following += 1
        if (!this.#isWord(following) || !this.#joins(last, following)) break
      } else if (!this.#isWord(following) || !this.#joins(last, following)) {
        const particle = this.#pastParticles(following)
        if (particle === following || !this.#joins(last, particle)) break
        following = particle
      }
      last = following
    }
    return last
  }

  /** @param {number} index */
  #pastParticles(index) {
    let position = index
    while (position - index < 2 && this.#isWord(position) && this.rules.particles.has(this.tokens[position].key)) position += 1
    if (!this.#isWord(position)) return index
    const lower = position > index && this.lowered && !(this.flags[position] & (CLOSED | FLAG.WORD))
    return this.#capital(position) || lower ? position : index
  }

  /**
   * @param {number} last
   * @param {number} index
   */
  #joins(last, index) {
    if (!this.#isWord(index) || !this.tokens[index].spaced) return false
    const token = this.tokens[index]
    const flags = this.flags[index]
    const before = this.flags[last]
    const listed = flags & NAMED
    if (this.#capital(last)) {
      if (!this.#capital(index) || (flags & (TITLES | FLAG.FUNCTION) && !listed)) return false
      if (token.shape === "initial") {
        return token.key !== "i" && (this.#isMark(index + 1, ".") || (this.#ends(index + 1) && Boolean(before & NAMED)))
      }
      if (flags & (FLAG.KIN | FLAG.ROLE | FLAG.PLACE) && !listed) {
        return Boolean(before & FLAG.LISTED && !(before & FLAG.WORD) && !(flags & FLAG.KIN) && token.shape === "title")
      }
      if (token.shape === "upper" && this.tokens[last].shape === "title" && !listed) return false
      return !(flags & (FLAG.ALLOWED | FLAG.MONTH)) || Boolean(before & NAMED && !(before & FLAG.ALLOWED))
    }
    const plain = CLOSED | FLAG.ACT | FLAG.WEAK_ACT | FLAG.ALLOWED | FLAG.STATE | FLAG.KIN | FLAG.ROLE
    if (this.#capital(index) || flags & plain || token.key.length < 3) return false
    if (flags & FLAG.WORD) {
      const rare = !(flags & FLAG.COMMON) || flags & FLAG.SURNAME
      return Boolean(listed && before & FLAG.LISTED && !(before & FLAG.WORD) && rare)
    }
    return true
  }

  /** @param {number} index */
  #ends(index) {
    return index >= this.tokens.length || this.tokens[index].kind === "mark" || !this.#capital(index)
  }

  /**
   * @param {number} index
   * @returns {Run | null}
   */
  #capitalRun(index) {
    const { tokens, flags } = this
    let last = this.#extend(index)
    let first = index
    while (first < last && this.#droppable(first)) {
      first += 1
      if (tokens[first].kind !== "word") return null
    }
    const words = this.#wordsIn(first, last)
    const kinds = words.map((each) => this.#kind(each))
    while (kinds.length > 1 && ["word", "place_name"].includes(/** @type {string} */ (kinds.at(-1)))) {
      const ending = /** @type {number} */ (words.at(-1))
      if (tokens[ending - 1].text === "-" || this.#surnameLike(kinds[0], ending)) break
      kinds.pop()
      words.pop()
    }
    last = /** @type {number} */ (words.at(-1))
    let score = words.length > 1 ? this.#full(kinds) : this.#single(first, kinds[0])
    score += this.#left(first, kinds[0]) + this.#right(last, /** @type {string} */ (kinds.at(-1)), words.length === 1)
    const keys = words.map((each) => tokens[each].key)
    if (first > 0 && this.#isWord(first - 1) && this.#capital(first - 1) && !tokens[first - 1].ending) {
      if (flags[first - 1] & (FLAG.KIN | FLAG.ROLE) && tokens[first].spaced) {
        return { first: first - 1, last, score, kind: kinds[0], keys }
      }
    }
    if (this.#place(first, last, kinds)) return { first, last, score: Math.max(score, 30), kind: "place", keys }
    return { first, last, score, kind: kinds[0], keys }
  }

  /**
   * Whether an ordinary word with a capital ends a full name: "Anna Brown", but not "Grace Period".
   * @param {string} first
   * @param {number} index
   */
  #surnameLike(first, index) {
    const flags = this.flags[index]
    if (this.rules.calendar.has(this.tokens[index].key)) return false
    if (flags & (FLAG.ALLOWED | FLAG.PLACE | FLAG.ROLE) && !(flags & NAMED)) return first === "known"
    return ["known", "rare_word", "surname", "open"].includes(first) || Boolean(flags & FLAG.SURNAME)
  }

  /**
   * Whether a capitalised word only opens a sentence before the name ("Yesterday Adaeze").
   * @param {number} index
   */
  #droppable(index) {
    const flags = this.flags[index]
    if (flags & (FLAG.KIN | FLAG.ROLE | TITLES)) return true
    return this.tokens[index].opens && Boolean(flags & (FLAG.WORD | FLAG.ACT | FLAG.FUNCTION)) && !(flags & FLAG.LISTED)
  }

  /** @param {number} index */
  #kind(index) {
    const flags = this.flags[index]
    if (this.tokens[index].shape === "initial") return "initial"
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

  /** @param {string[]} kinds */
  #full(kinds) {
    const weights = this.rules.full
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
   * @param {number} index
   * @param {string} kind
   */
  #single(index, kind) {
    const { base } = this.rules
    const token = this.tokens[index]
    if (token.shape === "upper") return kind === "known" && token.key.length > 3 ? base.surname : base.shouted
    if (kind === "ambiguous" && this.flags[index] & FLAG.MONTH && !token.opens) return 15
    return (token.opens ? base[`${kind}_opens`] : undefined) ?? base[kind]
  }

  // Company

  /**
   * @param {number} index
   * @param {string} kind
   */
  #left(index, kind) {
    if (index === 0 || this.tokens[index].opens) return 0
    const weights = this.rules.left
    const before = this.tokens[index - 1]
    const flags = this.flags[index - 1]
    if (before.kind === "mark") {
      if (before.text === "," && index > 1 && this.flags[index - 2] & (FLAG.KIN | FLAG.ROLE)) return Math.floor(weights.role / 2)
      return ",&/(-–".includes(before.text) ? this.rules.list : 0
    }
    if (before.kind === "number") return weights.number
    if (this.flags[index] & FLAG.MONTH && this.rules.months_before.has(before.key)) return this.rules.right.month_context
    if (before.ending && before.ending !== "'s") return 0
    if (before.ending === "'s") return before.key === "name" ? weights.naming : weights.possessive
    if (index > 1 && this.rules.naming_pairs.has(`${this.tokens[index - 2].key} ${before.key}`)) return weights.naming
    const company = COMPANY.find(([flag]) => flags & flag)
    let score = company ? weights[company[1]] : 0
    if (this.lowered && (before.key === "with" || before.key === "from")) score += weights.lowered
    const told = flags & FLAG.TELLING && kind === "ambiguous" && !this.#capital(index)
    return told ? score + weights.telling_ambiguous : score
  }

  /**
   * @param {number} index
   * @param {string} kind
   * @param {boolean} alone
   */
  #right(index, kind, alone) {
    const weights = this.rules.right
    const token = this.tokens[index]
    let after = index + 1
    if (token.ending === "'s") {
      let score = weights.owner
      if (after < this.tokens.length && this.flags[after] & (FLAG.OWNED | FLAG.KIN)) score += weights.owned
      return kind === "ambiguous" && !(this.flags[index] & FLAG.MONTH) ? score + weights.owned : score
    }
    if (token.ending) return weights.owned
    if (token.shape === "initial" && this.#isMark(after, ".")) after += 1
    if (after >= this.tokens.length) return 0
    return this.tokens[after].kind === "word" ? this.#rightWord(index, kind, alone) : this.#rightMark(after)
  }

  /**
   * @param {number} index
   * @param {string} kind
   * @param {boolean} alone
   */
  #rightWord(index, kind, alone) {
    const { tokens } = this
    const weights = this.rules.right
    const after = index + 1
    const following = tokens[after]
    const flags = this.flags[after]
    const own = this.flags[index]
    const weak = (kind === "ambiguous" || kind === "rare_word") && alone
    const headed = index > 0 && this.#isMark(index - 1, ":")
    const exposed = tokens[index].opens || headed || !this.#capital(index)
    if (weak && own & FLAG.MODAL && exposed) {
      if (flags & FLAG.ACT && !(flags & FLAG.BASE)) return weights.modal_act
      return this.#scene(after) ? 0 : weights.modal_object
    }
    if (following.key === "who" || following.key === "whos") return weights.who
    if (following.key === "and" && after + 1 < tokens.length) {
      return ["i", "me", "her", "his", "their"].includes(tokens[after + 1].key) ? weights.together : 0
    }
    if (flags & FLAG.ACT || (flags & FLAG.WORD && following.key.length > 4 && following.key.endsWith("ed"))) {
      return weak ? weights.modal_act : weights.act
    }
    const scene = this.#scene(after)
    if (scene) {
      const busy = weak && exposed && this.#busy(scene) ? weights.busy : 0
      if (this.#capital(index)) return (own & FLAG.VERBAL ? weights.scene : weights.scene_opens) + busy
      return weights.scene + busy * 2
    }
    if (flags & FLAG.WEAK_ACT) return this.#weakAct(index, kind, weak, exposed)
    if (weak && exposed && own & FLAG.VERBAL && flags & CLOSED) return weights.object
    if (flags & FLAG.STATE && !(flags & FLAG.PREPOSITION)) return weights.state
    if (weak && exposed && following.shape === "lower" && !this.#told(index)) {
      return flags & FLAG.WORD ? weights.noun : weights.adrift
    }
    return 0
  }

  /**
   * "... was crying", "... has": a verb that says little unless the next word does.
   * @param {number} index
   * @param {string} kind
   * @param {boolean} weak
   * @param {boolean} exposed
   */
  #weakAct(index, kind, weak, exposed) {
    const { tokens } = this
    const weights = this.rules.right
    const following = tokens[index + 1]
    const ahead = index + 2
    let score = weights.weak_act
    if (kind === "open" && exposed && !this.#capital(index) && tokens[index].opens) score += weights.stranger_opens
    if (ahead >= tokens.length || !(this.#lively(ahead) || this.#scene(ahead))) return score
    const being = following.key === "is" || following.key === "was"
    if (weak && being && ["not", "never", "always"].includes(tokens[ahead].key)) return score
    const human = weak && exposed && this.rules.human_states.has(tokens[ahead].key)
    return score + weights.state + (human ? weights.human : 0)
  }

  /** @param {number} index */
  #told(index) {
    return index > 0 && !this.tokens[index].opens && Boolean(this.flags[index - 1] & (FLAG.TELLING | FLAG.NAMING))
  }

  /**
   * Whether the word tells how somebody is or what they are doing.
   * @param {number} index
   */
  #lively(index) {
    const { key } = this.tokens[index]
    return Boolean(this.flags[index] & FLAG.STATE) || key.endsWith("ing") || key === "not" || key === "been"
  }

  /**
   * Whether somebody there does or feels something: "in room 9 thanked us", "in the sluice crying".
   * @param {number} scene
   */
  #busy(scene) {
    if (this.rules.sure_scenes.has(this.tokens[scene].key)) return true
    for (let index = scene + 1; index < Math.min(scene + 4, this.tokens.length); index += 1) {
      if (this.tokens[index].kind === "mark") return false
      if (this.flags[index] & FLAG.ACT || this.#lively(index)) return true
    }
    return false
  }

  /**
   * The last token of "in again", "on reception", "in the sluice" (where somebody is), or 0.
   * @param {number} index
   */
  #scene(index) {
    if (!this.rules.scene_openers.has(this.tokens[index].key)) return 0
    let ahead = index + 1
    if (this.#isWord(ahead) && this.flags[ahead] & (FLAG.DETERMINER | FLAG.POSSESSIVE)) ahead += 1
    if (this.tokens[ahead]?.kind === "number" && this.tokens[index].key === "in") return ahead
    return this.#isWord(ahead) && this.rules.scenes.has(this.tokens[ahead].key) ? ahead : 0
  }

  /** @param {number} index */
  #rightMark(index) {
    const weights = this.rules.right
    const ahead = index + 1
    const mark = this.tokens[index].text
    if ((mark !== "," && mark !== "(") || ahead >= this.tokens.length) return 0
    const following = this.tokens[ahead]
    if (following.kind === "number" && Number(following.text.slice(0, 6)) <= OLDEST) return weights.age
    if (following.kind !== "word") return 0
    if (this.rules.appositions.has(following.key)) return weights.apposition
    if (this.rules.number_words.has(following.key)) return weights.age
    return this.flags[ahead] & (FLAG.KIN | FLAG.ROLE | FLAG.STATE) ? weights.apposition : 0
  }

  /**
   * An unlisted capitalised word after "in" or "near" is more likely a village than a person.
   * @param {number} first
   * @param {number} last
   * @param {string[]} kinds
   */
  #place(first, last, kinds) {
    const { tokens } = this
    if (first === 0 || tokens[first].opens || (kinds[0] !== "open" && kinds[0] !== "word") || !kinds.includes("open")) return false
    if (tokens[first].shape === "upper" || tokens[first].key.length < 4 || tokens[last].ending) return false
    const before = tokens[first - 1].key
    if (before === "from") return first > 1 && this.rules.origin_before.has(tokens[first - 2].key)
    return this.rules.place_before.has(before)
  }

  // Without capitals

  /**
   * @param {number} index
   * @returns {Run | null}
   */
  #lowerRun(index) {
    const { key } = this.tokens[index]
    const flags = this.flags[index]
    const named = flags & (FLAG.MONTH | FLAG.MODAL) || this.#namingBefore(index)
    if (key.length < 3 || flags & (CLOSED | FLAG.KIN | FLAG.ROLE | FLAG.PLACE | TITLES)) return null
    if (flags & FLAG.ALLOWED && !named) return null
    if (flags & FLAG.WORD && !(flags & (FLAG.LISTED | FLAG.MODAL))) return null
    if (flags & FLAG.UNLIKELY && !(flags & FLAG.VERBAL) && !named) return null
    const verbal = flags & (FLAG.ACT | FLAG.STATE | FLAG.WEAK_ACT)
    if (!(flags & NAMED) && verbal && !(flags & (FLAG.MODAL | FLAG.MONTH))) return null
    const kind = this.#kind(index)
    const last = !(flags & FLAG.WORD) || flags & FLAG.EVERYDAY ? this.#extend(index) : index
    const score = this.#lowerScore(index, last, kind) + this.#left(index, kind) + this.#right(last, kind, index === last)
    if (this.#lowerPlace(index, last, kind)) {
      return { first: index, last, score: this.rules.base.lower_place, kind: "place", keys: [] }
    }
    return { first: index, last, score, kind, keys: this.#wordsIn(index, last).map((each) => this.tokens[each].key) }
  }

  /**
   * A stranger after "in" in a text without any capitals: "placed with carers in llanwenog".
   * @param {number} index
   * @param {number} last
   * @param {string} kind
   */
  #lowerPlace(index, last, kind) {
    if (!this.lowered || kind !== "open" || index === 0 || last > index || this.tokens[index].key.length < 6) return false
    return !this.tokens[index].opens && this.rules.place_before.has(this.tokens[index - 1].key)
  }

  /**
   * @param {number} index
   * @param {number} last
   * @param {string} kind
   */
  #lowerScore(index, last, kind) {
    const { base, full } = this.rules
    const flags = this.flags[index]
    if (last > index && ["known", "surname", "open"].includes(kind)) {
      if (kind === "known" && flags & FLAG.TRUSTED) return full.lower_known
      return kind === "open" ? full.lower_open : full.lower_mixed
    }
    if (kind === "known") return flags & (FLAG.TRUSTED | FLAG.EVERYDAY) ? base.lower_known : base.lower_listed
    return base[`lower_${kind}`] ?? base.lower_word
  }
}
