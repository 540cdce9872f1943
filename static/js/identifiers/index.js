// The identifier check on the phone: the same JSON rules and the same spans as journal/identifiers.

import { Checker } from "./checking.js"

export { Checker, inUnits, Memory } from "./checking.js"
export { replace } from "./replacing.js"

const RULES = ["patterns", "cues", "places", "scores", "replacements"]
const LISTS = ["allow", "names", "words", "clues"]

/**
 * A checker that works from its rules at once and better when the lists have arrived.
 *
 *     const checker = await load("/rules/identifiers/", { onLists: (better) => { current = better } })
 *
 * @param {string} folder the address under which the JSON files are served, with a slash at its end
 * @param {{onLists?: (checker: Checker) => void, get?: (address: string) => Promise<any>}} [options]
 */
export async function load(folder, { onLists, get = getJson } = {}) {
  const rules = await readAll(folder, RULES, get)
  if (onLists) readAll(folder, LISTS, get).then((lists) => onLists(new Checker({ ...rules, ...lists })), () => {})
  return new Checker(rules)
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
