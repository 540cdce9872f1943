// Speed of the JavaScript check: `node benchmarks/identifiers/twin.mjs`. One run, ratios and milliseconds.

import { readdirSync, readFileSync } from "node:fs"
import { load } from "../../static/js/identifiers/index.js"

const root = new URL("../../", import.meta.url)
const get = async (/** @type {string} */ address) => JSON.parse(readFileSync(new URL(address, root), "utf8"))
const begin = performance.now()
const checker = await new Promise((onLists) => load("journal/identifiers/rules/", { onLists, get }))
const ready = performance.now() - begin
const folder = new URL("journal/demo/journals/", root)
const texts = readdirSync(folder).flatMap((name) => JSON.parse(readFileSync(new URL(name, folder), "utf8")).entries.map((entry) => entry.text))
const words = texts.reduce((sum, text) => sum + text.split(/\s+/u).length, 0)
const long = texts.join(" ").split(" ").slice(0, 200).join(" ")
const first = performance.now()
checker.check(long)
const cold = performance.now() - first
for (let round = 0; round < 4; round += 1) for (const text of texts) checker.check(text)
const start = performance.now()
for (const text of texts) checker.check(text)
const warm = ((performance.now() - start) / words) * 200
console.log(`rules and lists read: ${ready.toFixed(0)} ms; 200 words, first time ${cold.toFixed(1)} ms, then ${warm.toFixed(2)} ms`)
