// The identifier check on the phone: the same JSON rules and the same spans as journal/identifiers.

import { Checker, Memory } from "./checking.js"
import { Lexicon } from "./lexicon.js"

export { Checker, inUnits, Memory } from "./checking.js"
export { replace } from "./replacing.js"

const RULES = ["patterns", "cues", "places", "scores", "replacements"]
const LISTS = ["allow", "names", "words", "clues"]
const STRETCH = 6
// Read once in quiet, so that the rules are compiled before anybody waits for them.
const SAMPLE = [
  "Sat with Mrs Okafor on Hartley Ward while her son Tunde rang from 14 Mill Lane, CF10 1AA, on 12/03/2024.",
  "asked kasia and will. He turned 96, NHS 943 476 5919, call 07700 900123 or a@b.uk, plate AB12 CDE.",
]

/**
 * A checker that works from its rules at once and better when the lists have arrived.
 *
 *     const checker = await load("/rules/identifiers/", { onLists: (better) => { current = better } })
 *
 * The lists are 50,000 words: they are taken up in short stretches, none of which holds a key up
 * (benchmarks/identifiers/phone.py), so that no worker is needed and a check answers at once.
 * @param {string} folder the address under which the JSON files are served, with a slash at its end
 * @param {{onLists?: (checker: Checker) => void, get?: (address: string) => Promise<any>}} [options]
 */
export async function load(folder, { onLists, get = getJson } = {}) {
  const rules = await readAll(folder, RULES, get)
  if (onLists) complete(folder, rules, get).then(onLists, () => {})
  return new Checker(rules)
}

/**
 * Let other work through whenever a few milliseconds were used: typing comes first.
 * @returns {() => Promise<void>}
 */
export function breathing() {
  let since = performance.now()
  return async () => {
    if (performance.now() - since < STRETCH) return
    await new Promise((done) => setTimeout(done))
    since = performance.now()
  }
}

/**
 * @param {string} folder
 * @param {Record<string, any>} rules
 * @param {(address: string) => Promise<any>} get
 */
async function complete(folder, rules, get) {
  const whole = { ...rules, ...(await readAll(folder, LISTS, get)) }
  const breathe = breathing()
  const checker = new Checker(whole, await Lexicon.later(whole, breathe))
  for (const { pattern } of checker.shapes) {
    for (const text of SAMPLE) for (const _ of text.toLowerCase().matchAll(pattern));
    await breathe()
  }
  await checker.prepare(SAMPLE.join("\n"), { memory: new Memory() }, breathe)
  return checker
}

/**
 * @param {string} folder
 * @param {string[]} names
 * @param {(address: string) => Promise<any>} get
 */
async function readAll(folder, names, get) {
  const contents = await Promise.all(names.map((name) => get(`${folder}${name}.json`)))
  return Object.fromEntries(names.map((name, index) => [name, contents[index]]))
}

/** @param {string} address */
async function getJson(address) {
  const response = await fetch(import.meta.resolve(address))
  if (!response.ok) throw new Error(`rules not available: ${response.status}`)
  return response.json()
}
