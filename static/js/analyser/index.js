/**
 * The analyser on the phone: the same bank and rules choose a question here as on the server.
 * @module
 */

import { Coach } from "./coach.js";
import { Reader } from "./entry.js";

/**
 * @typedef {import("./entry.js").Analysis} Analysis
 * @typedef {import("./coach.js").Entry} Entry
 * @typedef {import("./coach.js").Asked} Asked
 * @typedef {import("./coach.js").Question} Question
 */

export const FILES = [
  ...["abbreviations", "check", "classes", "components", "concepts", "elements", "entries", "everyday", "hints"],
  ...["polarity", "questions", "signposts", "valence"],
];
const REMEMBERED = 200;
const A_WHILE = 8;

/** What a reflection says, and what to ask about it. */
export class Analyser {
  /** @type {Map<string, Analysis>} */
  #known = new Map();
  #reader;
  #coach;

  /** @param {Record<string, any>} data the JSON files by name */
  constructor(data) {
    this.#reader = new Reader(data);
    this.#coach = new Coach(data, (text) => this.analyse(text));
  }

  /** Do a little of what the first analysis would have to; false when there is no more. */
  prepare() {
    return this.#reader.prepare();
  }

  /** Give everything found in a text; spans count code points. @param {string} text @returns {Analysis} */
  analyse(text) {
    let found = this.#known.get(text);
    if (!found) {
      if (this.#known.size >= REMEMBERED) this.#known.clear();
      this.#known.set(text, (found = this.#reader.analyse(text)));
    }
    return found;
  }

  /**
   * Give the next question for an entry, or null while it shows distress or after three under the same entry.
   * @param {Entry} entry
   * @param {readonly Entry[]} [history] earlier entries, oldest first; the last thirty are looked into
   * @param {readonly Asked[]} [asked] everything shown to this person before, oldest first
   * @returns {Question | null}
   */
  nextQuestion(entry, history = [], asked = []) {
    return this.#coach.nextQuestion(entry, history, asked);
  }
}

/** Fetch the files and make the analyser, a little at a time; rejected where they cannot be had. Keep what it gives. */
export async function load() {
  const read = await Promise.all(FILES.map(getJson));
  const analyser = new Analyser(Object.fromEntries(FILES.map((name, n) => [name, read[n]])));
  for (let since = performance.now(); analyser.prepare(); ) {
    if (performance.now() - since < A_WHILE) continue;
    await new Promise((go) => setTimeout(go));
    since = performance.now();
  }
  return analyser;
}

/** @param {string} name */
async function getJson(name) {
  const response = await fetch(import.meta.resolve(`/static/data/analyser/${name}.json`));
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  return response.json();
}
