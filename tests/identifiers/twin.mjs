// Runs the JavaScript twin over one JSON object a line.

import { readFileSync } from "node:fs"
import { createInterface } from "node:readline"
import { pathToFileURL } from "node:url"
import { answer } from "./answer.mjs"

const [, , modules, rules] = process.argv
const twin = await import(pathToFileURL(`${modules}/index.js`).href)
const get = async (address) => JSON.parse(readFileSync(address, "utf8"))
const checker = await new Promise((onLists) => twin.load(`${rules}/`, { onLists, get }))
const bound = { check: checker.check.bind(checker), clues: checker.clues.bind(checker) }
for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(answer(bound, twin, JSON.parse(line)))}\n`)
}
