// Answers one JSON question a line with what the phone's merge.js says: [function, ...arguments].

import { createInterface } from "node:readline"
import * as merge from "/static/js/phone/merge.js"

const held = (revisions) => revisions.map((revision) => ({ revision, state: "synced", since: null }))
const answers = {
  ...merge,
  entry: (revisions) => {
    const { id, startedAt, deleted, heads, alike, headIds } = merge.entryOf(held(revisions))
    return { id, startedAt, deleted, heads: heads.map((one) => one.id), alike, headIds }
  },
  found: (entries, words, catalogue) =>
    merge.search(entries.map((one) => merge.entryOf(held(one))), words, catalogue).map((one) => one.id),
  foldAll: (letters) => letters.map(merge.fold),
  fitting: (entries, choice) =>
    merge.filter(entries.map((one) => merge.entryOf(held(one))), choice).map((one) => one.id),
}

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  const [name, ...given] = JSON.parse(line)
  process.stdout.write(`${JSON.stringify(answers[name](...given))}\n`)
}
