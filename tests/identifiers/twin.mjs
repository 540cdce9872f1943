// Runs the JavaScript twin over one JSON object a line: {"text", "strict"?, "known"?, "dismissed"?, "replace"?}.

import { readFileSync } from "node:fs"
import { createInterface } from "node:readline"
import { pathToFileURL } from "node:url"

const [, , modules, rules] = process.argv
const { load, replace } = await import(pathToFileURL(`${modules}/index.js`).href)
const get = async (address) => JSON.parse(readFileSync(address, "utf8"))
const checker = await new Promise((onLists) => load(`${rules}/`, { onLists, get }))
for await (const line of createInterface({ input: process.stdin })) {
  const { text, ...options } = JSON.parse(line)
  const found = checker.check(text, options)
  const replaced = replace(text, found, found.keys())
  process.stdout.write(`${JSON.stringify({ found, replaced, clues: checker.clues(text) })}\n`)
}
