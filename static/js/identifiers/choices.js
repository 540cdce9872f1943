/**
 * What an author has said about words that could tell who somebody is: leave them, or put others in their place.
 * The newest choice about a word counts, so that lists of two phones can be joined in any order.
 * @module
 */

import { fold } from "./tokens.js";

/**
 * One choice. `words` as they were written; `to` are the author's own words for "changed", else empty; `at` is ISO time.
 * @typedef {{id: string, words: string, choice: "left" | "changed" | "marked", to: string, at: string}} Choice
 */

/**
 * @param {string} words
 * @param {Choice["choice"]} choice
 * @param {string} [to]
 * @returns {Choice}
 */
export function choose(words, choice, to = "") {
  return { id: crypto.randomUUID(), words, choice, to, at: new Date().toISOString() };
}

/**
 * Give the choices of both lists, one for each word.
 * @param {Iterable<Choice>} one
 * @param {Iterable<Choice>} other
 */
export function joined(one, other) {
  /** @type {Map<string, Choice>} */
  const newest = new Map();
  for (const choice of [...one, ...other]) {
    const held = newest.get(fold(choice.words));
    if (!held || [held.at, held.id] < [choice.at, choice.id]) newest.set(fold(choice.words), choice);
  }
  return [...newest.values()];
}

/**
 * Give what the check needs of the choices, and the author's own words by the folded word they stand for.
 * @param {Choice[]} choices
 */
export function remembered(choices) {
  const of = (/** @type {string} */ kind) => choices.filter(({ choice }) => choice === kind);
  const own = new Map(of("changed").filter(({ to }) => to).map(({ words, to }) => [fold(words), to]));
  return { known: of("changed").map(({ words }) => words), dismissed: of("left").map(({ words }) => words), own };
}

/**
 * Send the choices and give back all that the author has made anywhere. Throws where the answer is not that.
 * @param {Choice[]} choices
 * @param {typeof fetch} [send]
 * @param {string} [user] whose they are: nothing is taken where somebody else is signed in
 * @returns {Promise<Choice[]>}
 */
export async function exchange(choices, send = fetch, user = undefined) {
  const answer = await send("/api/words", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ choices, user }),
    redirect: "manual",
  });
  const given = answer.status === 200 ? await answer.json() : null;
  if (!Array.isArray(given?.choices)) throw new Error(`choices not taken: ${answer.status}`);
  return joined(choices, given.choices);
}
