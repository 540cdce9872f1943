// Identifiers with a form of their own, found by pattern. Twin of journal/identifiers/shapes.py.

import { FLAG } from "./lexicon.js"

/** @typedef {import("./checking.js").Span} Span */
/** @typedef {import("./lexicon.js").Lexicon} Lexicon */
/** @typedef {{id: string, type: string, score: number, pattern: RegExp, placed: RegExp | null, group: number, check: string, needs: string, strict: boolean}} Shape */
/** @typedef {{text: string, lowered: string, start: number, from: number, end: number, low: string, written: string, lexicon: Lexicon}} Hit */
/** @typedef {[number, number] | null} Verdict the surest it may be called, and where it ends */

const SURE = 60
const MAYBE = 30
const FIGURES = 4
const DAYS = 31
const MONTHS = 12
const PARTS_OF_SEVEN = [7, 10, 12, 5, 4, 3, 2]

/**
 * The patterns of patterns.json with their macros put in.
 * @param {{macros: Record<string, string>, patterns: any[]}} rules
 * @returns {Shape[]}
 */
export function compileShapes({ macros, patterns }) {
  return patterns.map((each) => ({ each, source: expand(each.pattern, macros) })).map(({ each, source }) => ({
    id: each.id,
    type: each.type,
    score: each.severity === "sure" ? SURE : MAYBE,
    pattern: new RegExp(source, "gu"),
    // Asking every match for the offsets of its groups is slow, so only a match that has one is asked again.
    placed: each.group ? new RegExp(source, "dyu") : null,
    group: each.group ?? 0,
    check: each.check ?? "",
    needs: each.needs ?? "",
    strict: each.strict ?? false,
  }))
}

/**
 * @param {string} pattern
 * @param {Record<string, string>} macros
 */
function expand(pattern, macros) {
  let expanded = pattern
  for (let round = 0; round < 2; round += 1) {
    for (const [name, content] of Object.entries(macros)) expanded = expanded.replaceAll(`{${name}}`, () => content)
  }
  return expanded
}

/**
 * A-Z made lower case and nothing else, so that every offset stays where it was.
 * @param {string} text
 */
export function lower(text) {
  return text.replace(/[A-Z]+/gu, (letters) => letters.toLowerCase())
}

/**
 * Every match of every pattern whose check agrees.
 * @param {string} text
 * @param {Shape[]} shapes
 * @param {Lexicon} lexicon
 * @param {boolean} strict
 * @returns {Span[]}
 */
export function matches(text, shapes, lexicon, strict) {
  const lowered = lower(text)
  const digits = figures(lowered).length
  const address = /\.[a-z]|:\/\/|www\./u.test(lowered)
  const old = /9[0-9]|1[01][0-9]|ninet|hundred/u.test(lowered)
  /** @type {Record<string, boolean>} */
  const present = { "": true, digit: digits > 0, figures: digits >= FIGURES, old, address }
  /** @type {Span[]} */
  const spans = []
  for (const shape of shapes) {
    if ((shape.strict && !strict) || !(present[shape.needs] ?? lowered.includes(shape.needs))) continue
    for (const match of lowered.matchAll(shape.pattern)) {
      let [start, end] = [match.index, match.index + match[0].length]
      if (shape.placed) {
        shape.placed.lastIndex = match.index
        ;[start, end] = /** @type {any} */ (shape.placed.exec(lowered)).indices[shape.group]
      }
      let score = shape.score
      if (shape.check) {
        const low = match[shape.group]
        const written = text.slice(start, end)
        const verdict = CHECKS[shape.check]({ text, lowered, start: match.index, from: start, end, low, written, lexicon })
        if (verdict === null) continue
        score = Math.min(score, verdict[0])
        end = verdict[1]
      }
      spans.push({ start, end, type: shape.type, score, kind: shape.id })
    }
  }
  return spans
}

/** @param {string} written */
const figures = (written) => written.replace(/[^0-9]/gu, "")
/** @param {string} written */
const numbers = (written) => (written.match(/[0-9]+/gu) ?? []).map(Number)
/** @param {string} written */
const small = (written) => written[0] === written[0].toLowerCase()

/**
 * Whether ten digits pass the modulus 11 check of NHS, CHI and Health and Care numbers.
 * @param {string} digits
 */
export function hasCheckDigit(digits) {
  let total = 0
  for (let place = 0; place < 9; place += 1) total += Number(digits[place]) * (10 - place)
  return (11 - (total % 11)) % 11 === Number(digits[9])
}

const UNITS = new Set(["hr", "yr", "pt", "pu", "ft", "wk", "qd", "ds", "lb"])
const NUMBERED = ["number", "num", " no", "ref", "id", "record", "pin", "#", "code"]
const SHORT_CUES = new Set(["w", "k", "hn", "r", "u", "id", "log", "job", "paris", "ref"])
const VEHICLES = ["reg", "plate", "car", "van", "vehicle", "motor", "taxi", "fiesta", "driv", "park", "lorry", "bike"]
const BEFORE_DATE = new Set(
  "on since until till til from by dated date due before after born dob admitted seen review reviewed next is was heres w/c wc week visit visited shift".split(" "),
)
const AFTER_DATE = new Set("late early night nights long am pm shift day lates earlies".split(" "))
const NOT_DAYS = new Set(
  "shift time night visit week attempt floor day one call half thing bit person lady man patient slot session dose line case appointment home family class lesson hour".split(" "),
)
const VITALS = new Set("bp hr sats sat spo2 rr pulse temp resps bm gcs rate weight news fine score room bed number page".split(" "))
const PERSONAL =
  /(?:er|or|ist|man|woman|ian|ess|ant|lady|mate|wife|warden|midwife|nurse|patient|resident|child|pupil|survivor|chef|cook|priest|vicar|gp|vet|judge|captain|pilot|chief|monk|nun|imam|rabbi|lad|girl|boy|family|sikh|muslim|couple|farmer)s?$/u
const IMPERSONAL = new Set(
  "other another number matter paper letter computer chapter order answer door floor corridor mirror monitor error factor never ever over after under whether better water winter summer shower supper dinner quarter corner christian dermatitis drawer charger printer scanner buzzer offer power career sister brother mother father daughter remainder weather trigger finger shoulder bladder ulcer cancer fever tumour register poster folder plaster trolley commode toilet sofa manner pattern server cover flower tower river hour list twist wrist mist moor poor want constant important relevant significant instant plant restaurant process illness weakness kindness distress stress success access address mess business less witness guess progress unless dress".split(" "),
)

/** @param {string[]} words */
function personal(words) {
  return words.some((word) => !IMPERSONAL.has(word) && PERSONAL.test(word))
}

/** @type {Record<string, (hit: Hit) => Verdict>} */
const CHECKS = {
  trim: (hit) => [SURE, hit.from + hit.low.replace(/[.,;:!?)']+$/u, "").length],

  phone(hit) {
    const count = figures(hit.low).length
    return count >= 10 && count <= 14 ? [SURE, hit.end] : null
  },

  spoken(hit) {
    const words = hit.low.replaceAll("-", " ").replaceAll(",", " ").split(" ").filter(Boolean)
    const count = words.length + words.filter((word) => word === "treble" || word === "triple").length
    return count >= 7 ? [MAYBE, hit.end] : null
  },

  nhs(hit) {
    const digits = figures(hit.low)
    const valid = hasCheckDigit(digits)
    if (digits.startsWith("0") && hit.low.length === digits.length && !valid) return null
    return [valid ? SURE : MAYBE, hit.end]
  },

  postcode(hit) {
    const inward = hit.low.slice(-3)
    const outward = hit.low.slice(0, -3).replace(/^ +| +$/gu, "")
    if (hit.written === hit.low && /[0-9]$/u.test(outward)) {
      const ordinal = ["1st", "2nd", "3rd"].includes(inward) || (inward.slice(1) === "th" && !"123".includes(inward[0]))
      if ((ordinal && outward.length < 4) || (UNITS.has(inward.slice(1)) && outward.length < 3)) return null
    }
    return [SURE, hit.end]
  },

  capitals(hit) {
    const close = hit.low.slice(2, 3) !== " " || hit.low.split(" ").length - 1 > 2
    return hit.written !== hit.low || close ? [SURE, hit.end] : null
  },

  record(hit) {
    const digits = figures(hit.low)
    const cue = hit.lowered.slice(hit.start, hit.from)
    const named = NUMBERED.some((word) => cue.includes(word))
    const short = SHORT_CUES.has(cue.replace(/^[ .:#=-]+|[ .:#=-]+$/gu, ""))
    if ((digits.length < 5 && (!named || short)) || (hit.low.endsWith("000") && !named)) return null
    return [SURE, hit.end]
  },

  slashed(hit) {
    return hit.low.length < 9 || numbers(hit.low).every((number) => number <= DAYS) ? null : [MAYBE, hit.end]
  },

  round: (hit) => (hit.low.endsWith("000") ? null : [MAYBE, hit.end]),

  plate(hit) {
    if (hit.written !== hit.low) return [hit.written.toUpperCase() === hit.written ? SURE : MAYBE, hit.end]
    if (!hit.low.includes(" ")) return [SURE, hit.end]
    return hit.lexicon.flags(hit.low.slice(-3)) & (FLAG.WORD | FLAG.FUNCTION | FLAG.ALLOWED) ? null : [MAYBE, hit.end]
  },

  "old-plate"(hit) {
    const near = hit.lowered.slice(Math.max(0, hit.start - 40), hit.end + 20)
    if (!VEHICLES.some((word) => near.includes(word)) || figures(hit.low).length < 2) return null
    return hit.written.toUpperCase() === hit.written ? [SURE, hit.end] : null
  },

  may(hit) {
    if (!hit.low.includes("may") && !hit.low.includes("march")) return [SURE, hit.end]
    if (hit.written !== hit.low && !hit.written.includes("may")) return [SURE, hit.end]
    if (!/[0-9] ?(?:may|march)$/u.test(hit.low)) return [SURE, hit.end]
    const following = hit.lowered.slice(hit.end, hit.end + 40).replace(/^ +/u, "").match(/^[a-z]+/u)
    if (!following) return [SURE, hit.end]
    const flags = hit.lexicon.flags(following[0])
    const verb = flags & (FLAG.BASE | FLAG.STATE) || (flags & FLAG.WORD && !(flags & FLAG.FUNCTION))
    return verb && hit.low.includes("may") ? null : [SURE, hit.end]
  },

  "may-day"(hit) {
    const verbal = /^(?:may|march|mar |dec |sep |jan |jun )/u.test(hit.low)
    if (/[0-9](?:st|nd|rd|th)/u.test(hit.low) || !verbal || hit.written !== hit.low) return [SURE, hit.end]
    return null
  },

  "day-month"(hit) {
    const [first, second] = numbers(hit.low)
    const fits = (first > 0 && first <= DAYS && second > 0 && second <= MONTHS) || (first > 0 && first <= MONTHS && second > 0 && second <= DAYS)
    return fits ? [SURE, hit.end] : null
  },

  fraction(hit) {
    const [day, month] = numbers(hit.low)
    if (!(day > 0 && day <= DAYS && month > 0 && month <= MONTHS) || (day === 24 && month === 7)) return null
    const before = hit.lowered.slice(Math.max(0, hit.start - 14), hit.start).match(/[a-z/']+/gu)
    const after = hit.lowered.slice(hit.end, hit.end + 40).match(/^ ?([a-z]+)/u)
    const dated = (before !== null && BEFORE_DATE.has(before[before.length - 1].replaceAll("'", ""))) || (after !== null && AFTER_DATE.has(after[1]))
    const part = PARTS_OF_SEVEN.includes(month) && (day <= month || month === 7 || month === 12)
    if (hit.low[0] === "0" || hit.low.includes("/0")) return [SURE, hit.end]
    if (dated && !(part && day < month)) return [SURE, hit.end]
    return day > MONTHS && !part ? [MAYBE, hit.end] : null
  },

  weekday(hit) {
    const rest = hit.lowered.slice(hit.end, hit.end + 40).match(/^ ?([a-z]+)/u)
    return rest && NOT_DAYS.has(rest[1]) ? null : [SURE, hit.end]
  },

  "not-thousand"(hit) {
    const before = hit.lowered.slice(Math.max(0, hit.start - 12), hit.start)
    return /(?:[0-9][.,]|hundred and |hundred |thousand )$/u.test(before) ? null : [SURE, hit.end]
  },

  "age-stated"(hit) {
    const before = hit.lowered.slice(Math.max(0, hit.start - 16), hit.start).match(/[a-z]+/gu)
    const after = hit.lowered.slice(hit.end, hit.end + 14)
    if ((before && VITALS.has(before[before.length - 1])) || /^(?: on (?:air|ra|o2|room|[0-9])|, [0-9])/u.test(after)) return null
    return [MAYBE, hit.end]
  },

  "age-sex": (hit) => (!hit.low.includes(" ") || hit.written !== hit.low ? [SURE, hit.end] : null),

  "role-public"(hit) {
    const placed = hit.written.match(/ (?:of|for|at|in) (?:the )?[^ ]+$/u)
    if (!placed || !small(/** @type {string} */ (placed[0].split(" ").at(-1)))) return [MAYBE, hit.end]
    if (hit.low.includes("leader") || hit.low.includes("executive")) return [MAYBE, hit.end]
    return [MAYBE, hit.end - placed[0].length]
  },

  "role-words": (hit) => (personal(hit.low.split(" ").slice(1)) ? [MAYBE, hit.end] : null),

  "role-at"(hit) {
    const joined = hit.low.match(/ (?:at|of|in|on|for|to) /u)
    if (!joined || joined.index === undefined || !personal(hit.low.slice(0, joined.index).split(" ").slice(2))) return null
    const whole = hit.written.slice(joined.index + joined[0].length)
    const place = whole.startsWith("the ") ? whole.slice(4) : whole
    const known = small(place) && (place.length < 6 || hit.lexicon.flags(place.split(" ")[0]))
    return known ? null : [MAYBE, hit.end]
  },
}
