/**
 * Every version of an entry, the newest first. A version never changes.
 * @module
 */

import { $, clock, copy, date, make, part } from "/static/js/phone/dom.js";

/**
 * @param {import("/static/js/phone/context.js").Place} place
 * @param {import("/static/js/phone/context.js").Context} ctx
 */
export async function show(place, ctx) {
  const entry = await ctx.entry(place.id);
  if (!entry) return ctx.missing();
  const page = copy("revisions");
  $(page, ".back a").href = `/entries/${entry.id}`;
  for (const one of entry.revisions) {
    const made = part("own-card");
    $(made, "h2").textContent = `${date(one.written_at)}, ${clock(one.written_at)}${one.deleted ? " (removed)" : ""}`;
    made.append(own(one.body));
    for (const answer of one.answers) made.append(make("h3", answer.question, { class: "own-words" }), own(answer.text));
    $(page, "[data-list]").append(made);
  }
  ctx.paint(page, "Earlier versions");
}

/** @param {string} text */
function own(text) {
  const made = part("own-text");
  made.textContent = text;
  return made;
}
