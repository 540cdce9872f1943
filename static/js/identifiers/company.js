// What the words around a candidate say of it. Twin of company.py.

import { FLAG } from "./lexicon.js"

/** @typedef {import("./sight.js").Sight} Sight */

const CLOSED = FLAG.FUNCTION | FLAG.DETERMINER | FLAG.POSSESSIVE | FLAG.PRONOUN | FLAG.PREPOSITION
const OLDEST = 119
/** @type {[number, string][]} */
const COMPANY = [
  [FLAG.TELLING, "telling"], [FLAG.NAMING, "naming"], [FLAG.MEETING, "meeting"], [FLAG.KIN, "role"],
  [FLAG.ROLE, "role"], [FLAG.ADJECTIVE, "adjective"], [FLAG.WITH, "with"], [FLAG.POSSESSIVE, "possessive"],
  [FLAG.DETERMINER, "determiner"], [FLAG.PREPOSITION, "preposition"],
]

/**
 * @param {Sight} sight
 * @param {number} index
 * @param {string} kind
 */
export function left(sight, index, kind) {
  if (index === 0 || sight.tokens[index].opens) return 0
  const weights = sight.rules.left
  const before = sight.tokens[index - 1]
  const flags = sight.flags[index - 1]
  if (before.kind === "mark") {
    if (before.text === "," && index > 1 && sight.flags[index - 2] & (FLAG.KIN | FLAG.ROLE)) {
      return sight.isMark(index + 1, ",") ? weights.role : Math.floor(weights.role / 2)
    }
    return ",&/(-–".includes(before.text) ? sight.rules.list : 0
  }
  if (before.kind === "number") return weights.number
  if (sight.flags[index] & FLAG.MONTH && sight.rules.months_before.has(before.key)) return sight.rules.right.month_context
  if (before.ending && before.ending !== "'s") return 0
  if (before.ending === "'s") return before.key === "name" ? weights.naming : weights.possessive
  const pair = index > 1 ? `${sight.tokens[index - 2].key} ${before.key}` : ""
  if (sight.rules.naming_pairs.has(pair)) return weights.naming
  const company = COMPANY.find(([flag]) => flags & flag)
  let score = company ? weights[company[1]] : 0
  const own = sight.flags[index]
  if (sight.lowered && own & FLAG.LISTED && !(own & (FLAG.MODAL | FLAG.MONTH))) {
    if (sight.rules.listening_pairs.has(pair)) score += weights.listening
    else if (before.key === "and" && index > 1 && plainly(sight, index - 2) && !(own & FLAG.VERBAL)) score += weights.paired
  }
  if (sight.lowered && (before.key === "with" || before.key === "from")) score += weights.lowered
  const told = flags & FLAG.TELLING && kind === "ambiguous" && !sight.capital(index)
  return told ? score + weights.telling_ambiguous : score
}

/**
 * Whether a word is nothing but a name: the one beside it then is a name as well ("leo and max").
 * @param {Sight} sight
 * @param {number} index
 */
function plainly(sight, index) {
  return Boolean(sight.flags[index] & FLAG.LISTED) && !(sight.flags[index] & (FLAG.WORD | FLAG.ALLOWED | FLAG.PLACE))
}

/**
 * @param {Sight} sight
 * @param {number} index
 * @param {string} kind
 * @param {boolean} alone
 */
export function right(sight, index, kind, alone) {
  const weights = sight.rules.right
  const token = sight.tokens[index]
  let after = index + 1
  if (token.ending === "'s") {
    let score = weights.owner
    if (after < sight.tokens.length && sight.flags[after] & (FLAG.OWNED | FLAG.KIN)) score += weights.owned
    const kin = sight.lowered && kind === "rare_word" && sight.flags[after] & FLAG.KIN
    return kin || (kind === "ambiguous" && !(sight.flags[index] & FLAG.MONTH)) ? score + weights.owned : score
  }
  if (token.ending) return weights.owned
  if (token.shape === "initial" && sight.isMark(after, ".")) after += 1
  if (after >= sight.tokens.length) return 0
  return sight.tokens[after].kind === "word" ? rightWord(sight, index, kind, alone) : rightMark(sight, after)
}

/**
 * @param {Sight} sight
 * @param {number} index
 * @param {string} kind
 * @param {boolean} alone
 */
function rightWord(sight, index, kind, alone) {
  const { tokens } = sight
  const weights = sight.rules.right
  const after = index + 1
  const following = tokens[after]
  const flags = sight.flags[after]
  const own = sight.flags[index]
  const weak = (kind === "ambiguous" || kind === "rare_word") && alone
  const headed = index > 0 && sight.isMark(index - 1, ":")
  const exposed = tokens[index].opens || headed || !sight.capital(index)
  if (weak && own & FLAG.MODAL && exposed) {
    const scene = sceneAt(sight, after)
    if (flags & FLAG.ACT && !(flags & FLAG.BASE)) return weights.modal_act
    if (scene && !sight.capital(index) && acts(sight, scene)) return weights.modal_act
    return scene ? 0 : weights.modal_object
  }
  if (following.key === "who" || following.key === "whos") {
    return weights.who + (index > 0 && ["was", "is"].includes(tokens[index - 1].key) ? weights.together : 0)
  }
  if (kind === "open" && sight.rules.ways.has(following.key) && moved(sight, index)) return sight.rules.left.meeting
  if (following.key === "by" && tokens[after + 1]?.key === "name") return sight.rules.left.naming
  if (following.key === "and" && after + 1 < tokens.length) return together(sight, index, after + 1, weak)
  if (following.key === "the" && weak && sight.lowered && !(own & (FLAG.VERBAL | FLAG.MODAL | FLAG.MONTH))) {
    if (sight.flags[after + 1] & (FLAG.KIN | FLAG.ROLE)) return weights.related
  }
  if (flags & FLAG.ACT || past(sight, after)) {
    return weak ? weights.modal_act : weights.act
  }
  const scene = sceneAt(sight, after)
  if (scene) {
    const busy = weak && exposed && isBusy(sight, scene, Boolean(own & FLAG.VERBAL)) ? weights.busy : 0
    if (sight.capital(index)) return (own & FLAG.VERBAL ? weights.scene : weights.scene_opens) + busy
    return weights.scene + busy * 2
  }
  if (flags & FLAG.WEAK_ACT) return weakAct(sight, index, kind, weak, exposed)
  if (weak && exposed && own & FLAG.VERBAL && flags & CLOSED) return weights.object
  if (flags & FLAG.STATE && !(flags & FLAG.PREPOSITION)) return weights.state
  if (weak && exposed && following.shape === "lower" && !told(sight, index)) {
    return flags & FLAG.WORD ? weights.noun : weights.adrift
  }
  return 0
}

/**
 * "... was crying", "... has": a verb that says little unless the next word does.
 * @param {Sight} sight
 * @param {number} index
 * @param {string} kind
 * @param {boolean} weak
 * @param {boolean} exposed
 */
function weakAct(sight, index, kind, weak, exposed) {
  const { tokens } = sight
  const weights = sight.rules.right
  const following = tokens[index + 1]
  const ahead = index + 2
  let score = weights.weak_act
  if (kind === "open" && exposed && !sight.capital(index) && tokens[index].opens) score += weights.stranger_opens
  if (weak && exposed && (following.key === "is" || following.key === "was") && someone(sight, ahead)) {
    return score + weights.someone
  }
  if (ahead >= tokens.length || !(lively(sight, ahead) || sceneAt(sight, ahead))) return score
  const being = following.key === "is" || following.key === "was"
  if (weak && being && ["not", "never", "always"].includes(tokens[ahead].key)) return score
  const human = weak && exposed && sight.rules.human_states.has(tokens[ahead].key)
  return score + weights.state + (human ? weights.human : 0)
}

/**
 * "... and I", and "Faith and Hope": a name behind says that the word at the start of a sentence is one too.
 * @param {Sight} sight
 * @param {number} index
 * @param {number} other
 * @param {boolean} weak
 */
function together(sight, index, other, weak) {
  const { tokens } = sight
  const weights = sight.rules.right
  if (["i", "me", "her", "his", "their"].includes(tokens[other].key)) {
    return sight.lowered && weak && someone(sight, other) ? weights.pair : weights.together
  }
  const flags = sight.flags[other]
  const listed = flags & FLAG.LISTED && !(flags & (FLAG.ALLOWED | FLAG.PLACE))
  const named = sight.isWord(other) && sight.capital(other) && listed
  return weak && named && sight.capital(index) && tokens[index].opens ? weights.pair : 0
}

/**
 * Whether somebody is spoken of there: "my student", "her new carer".
 * @param {Sight} sight
 * @param {number} index
 */
function someone(sight, index) {
  const last = Math.min(index + 3, sight.tokens.length)
  if (index >= last || !(sight.flags[index] & FLAG.POSSESSIVE)) return false
  for (let each = index + 1; each < last; each += 1) {
    if (sight.flags[each] & (FLAG.KIN | FLAG.ROLE) && !sight.tokens[each].ending) return true
  }
  return false
}

/**
 * Whether even a word that is rarely a name must be one: "told sky that", "precious was my student".
 * @param {Sight} sight
 * @param {number} index
 */
export function vouchedFor(sight, index) {
  const { tokens, rules } = sight
  if (index + 2 >= tokens.length) return false
  const { key } = tokens[index + 1]
  if (index > 0 && sight.flags[index - 1] & FLAG.TELLING && rules.reporting.has(key)) return true
  if (sight.lowered && tokens[index].ending === "'s" && sight.flags[index + 1] & FLAG.KIN) return true
  if (sight.lowered && key === "and" && someone(sight, index + 2)) return true
  return (key === "is" || key === "was") && tokens[index].opens && someone(sight, index + 2)
}

/**
 * @param {Sight} sight
 * @param {number} index
 */
function moved(sight, index) {
  return index > 0 && sight.rules.movers.has(sight.tokens[index - 1].key)
}

/**
 * @param {Sight} sight
 * @param {number} index
 */
function told(sight, index) {
  const { tokens } = sight
  if (index === 0 || tokens[index].opens) return false
  const pair = sight.lowered && index > 1 ? `${tokens[index - 2].key} ${tokens[index - 1].key}` : ""
  return sight.rules.listening_pairs.has(pair) || Boolean(sight.flags[index - 1] & (FLAG.TELLING | FLAG.NAMING))
}

/**
 * Whether the word tells how somebody is or what they are doing.
 * @param {Sight} sight
 * @param {number} index
 */
function lively(sight, index) {
  const { key } = sight.tokens[index]
  return Boolean(sight.flags[index] & FLAG.STATE) || key.endsWith("ing") || key === "not" || key === "been"
}

/**
 * Whether somebody there does or feels something: "in room 9 thanked us", "in the sluice crying".
 * @param {Sight} sight
 * @param {number} scene
 * @param {boolean} verbal of what could be a thing ("mark on bed cleaned"), not every word in -ed says so
 */
function isBusy(sight, scene, verbal) {
  if (sight.rules.sure_scenes.has(sight.tokens[scene].key)) return true
  for (let index = scene + 1; index < Math.min(scene + 4, sight.tokens.length); index += 1) {
    if (sight.tokens[index].kind === "mark") return false
    if (sight.flags[index] & FLAG.ACT || lively(sight, index) || (!verbal && past(sight, index))) return true
  }
  return false
}

/**
 * Whether somebody did something there: "will on nights said".
 * @param {Sight} sight
 * @param {number} scene
 */
function acts(sight, scene) {
  const after = sight.flags[scene + 1]
  return Boolean(after & FLAG.ACT) && !(after & FLAG.BASE)
}

/**
 * Whether "my mentor," or "her little boy," stands there and nothing more: it tells who the word before is.
 * @param {Sight} sight
 * @param {number} index
 */
function toldOf(sight, index) {
  const last = [1, 2, 3].map((each) => index + each).find((each) => sight.isMark(each, ","))
  if (!last || !(sight.flags[index] & FLAG.POSSESSIVE)) return false
  return Boolean(sight.flags[last - 1] & (FLAG.KIN | FLAG.ROLE)) && !sight.tokens[last - 1].ending
}

/**
 * @param {Sight} sight
 * @param {number} index
 */
function past(sight, index) {
  const { key } = sight.tokens[index]
  return Boolean(sight.flags[index] & FLAG.WORD) && key.length > 4 && key.endsWith("ed")
}

/**
 * The last token of "in again", "on reception", "in the sluice" (where somebody is), or 0.
 * @param {Sight} sight
 * @param {number} index
 */
function sceneAt(sight, index) {
  if (!sight.rules.scene_openers.has(sight.tokens[index].key)) return 0
  let ahead = index + 1
  if (sight.isWord(ahead) && sight.flags[ahead] & (FLAG.DETERMINER | FLAG.POSSESSIVE)) ahead += 1
  if (sight.tokens[ahead]?.kind === "number" && sight.tokens[index].key === "in") return ahead
  return sight.isWord(ahead) && sight.rules.scenes.has(sight.tokens[ahead].key) ? ahead : 0
}

/**
 * @param {Sight} sight
 * @param {number} index
 */
function rightMark(sight, index) {
  const weights = sight.rules.right
  const ahead = index + 1
  const mark = sight.tokens[index].text
  if ((mark !== "," && mark !== "(") || ahead >= sight.tokens.length) return 0
  const following = sight.tokens[ahead]
  if (following.kind === "number" && Number(following.text.slice(0, 6)) <= OLDEST) return weights.age
  if (following.kind !== "word") return 0
  if (sight.rules.appositions.has(following.key)) {
    return sight.lowered && toldOf(sight, ahead) ? weights.related : weights.apposition
  }
  if (sight.rules.number_words.has(following.key)) return weights.age
  const after = sight.flags[ahead + 1] ?? 0
  if (mark === "," && sight.rules.speakers.has(following.key) && after & FLAG.ACT) return weights.apposition
  if (mark === "," && after & (FLAG.KIN | FLAG.ROLE) && !(sight.flags[ahead] & FLAG.FUNCTION)) return weights.apposition
  return sight.flags[ahead] & (FLAG.KIN | FLAG.ROLE | FLAG.STATE) ? weights.apposition : 0
}
