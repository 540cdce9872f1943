// Answers a JSON list of cases with the ids the phone would offer for each.

import { text } from "node:stream/consumers"
import { offer } from "/static/js/phone/offer.js"

const { facets, cases } = JSON.parse(await text(process.stdin))
const answers = cases.map(({ given, elements, valence, n, passedOver }) =>
  offer(facets, given, elements, valence, { n, passedOver }).map((one) => one.id),
)
process.stdout.write(JSON.stringify(answers))
