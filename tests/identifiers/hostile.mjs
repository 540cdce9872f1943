// Tries every pattern, and the whole check, on hostile text of two sizes; prints what grows faster than its text.

import { readFileSync } from "node:fs"
import { pathToFileURL } from "node:url"

const NOTICEABLE = 50
const [, , modules, rules] = process.argv
const { load } = await import(pathToFileURL(`${modules}/index.js`).href)
const get = async (address) => JSON.parse(readFileSync(address, "utf8"))
const checker = await new Promise((onLists) => load(`${rules}/`, { onLists, get }))
const { seeds, large, all, ratio } = JSON.parse(readFileSync(0, "utf8"))

function milliseconds(work, text) {
  const begin = process.cpuUsage()
  work(text)
  const { user, system } = process.cpuUsage(begin)
  return (user + system) / 1000
}

function growsTooFast(work, seed, size) {
  for (let turn = 0; turn < 2; turn += 1) {
    const whole = milliseconds(work, seed.repeat(size).slice(0, size))
    if (whole < NOTICEABLE) return false
    if (whole <= ratio * milliseconds(work, seed.repeat(size).slice(0, size >> 2))) return false
  }
  return true
}

const slow = []
let tried = 0
for (const seed of seeds) {
  for (const { id, pattern } of checker.shapes) {
    tried += 1
    if (growsTooFast((text) => { for (const _ of text.matchAll(pattern)); }, seed, large)) slow.push([id, seed])
  }
  tried += 1
  if (growsTooFast((text) => checker.check(text, { strict: true }), seed, all)) slow.push(["all", seed])
}
process.stdout.write(JSON.stringify({ tried, slow }))
