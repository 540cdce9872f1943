/**
 * The question bank and its cue words; twin of `journal/analyser/bank.py`, where each field is told.
 * @module
 */

/**
 * @typedef {import("./text.js").Span} Span
 * @typedef {{id: string, text: string, family: string, index: number, component: string, stage: number,
 *   elements: string[], states: string[], valence: string[], needs: string[], without: string[], concepts: string[],
 *   strength: boolean, theme: boolean, light: boolean, wide: boolean, narrow: boolean, gentle: boolean, topics: string[], asks: boolean,
 *   deed: boolean, slot: boolean, sits: [string, number][]}} Item
 * @typedef {{id: string, found: string[], label: string, topic: boolean, recur: boolean, least: number,
 *   counts: number, concepts: Set<string>, alternative: string, unless: string[], blockedBy: string[]}} Cue
 */

export const SLOT = "{words}";
export const DEED = "deed";
export const ALWAYS = "always";
const END = /[.!?;:\n]/;
const DENYING = new Set(["no", "without", "zero"]);
const WORD = /[A-Za-z]+(?:['’][A-Za-z]+)*/g;

/** The words of a text in lower case, with their spans, and a fast test for phrases. */
export class Words {
  /** @type {string[]} */
  lower = [];
  /** @type {Span[]} */
  spans = [];
  #joined;
  #affirmed;
  /** @type {Map<string, number>} */
  #counts = new Map();

  /** @param {string} text in code points */
  constructor(text) {
    /** @type {string[]} */
    const joined = [];
    /** @type {string[]} */
    const affirmed = [];
    let end = 0;
    let before = "";
    for (const match of text.matchAll(WORD)) {
      const start = match.index;
      const word = match[0].toLowerCase().replaceAll("’", "'").replace(/'s$/, "");
      if (end && END.test(text.slice(end, start))) {
        joined.push("|");
        affirmed.push("|");
        before = "";
      }
      joined.push(word);
      affirmed.push(DENYING.has(before) ? `~${word}` : word);
      end = start + match[0].length;
      before = word;
      this.lower.push(word);
      this.spans.push([start, end]);
    }
    this.#joined = ` ${joined.join(" ")} `;
    this.#affirmed = ` ${affirmed.join(" ")} `;
    for (const word of affirmed) this.#counts.set(word, (this.#counts.get(word) ?? 0) + 1);
  }

  /** @param {string} phrase */
  has(phrase) {
    return phrase.includes(" ") ? this.#where(phrase).includes(` ${phrase} `) : this.#counts.has(phrase);
  }

  /** How often the phrase stands in the text. @param {string} phrase */
  count(phrase) {
    if (!phrase.includes(" ")) return this.#counts.get(phrase) ?? 0;
    return this.#where(phrase).split(` ${phrase} `).length - 1;
  }

  /** Where the phrase first stands, as whole words. @param {string} phrase @returns {Span | null} */
  find(phrase) {
    const at = this.#where(phrase).indexOf(` ${phrase} `);
    if (at < 0) return null;
    const before = this.#where(phrase).slice(0, at);
    const first = before.split(" ").length - before.split("|").length;
    return [this.spans[first][0], this.spans[first + phrase.split(" ").length - 1][1]];
  }

  /** @param {string} phrase */
  #where(phrase) {
    return ` ${phrase}`.includes(" no ") ? this.#joined : this.#affirmed;
  }
}

/** The bank as the file has it, made ready. */
export class Bank {
  /** @type {Item[]} */
  items;
  /** @type {Map<string, Item>} */
  byId;
  /** @type {Map<string, Cue>} */
  cues;

  /** @param {Record<string, any>} raw `questions.json` */
  constructor(raw) {
    /** @type {Record<string, number>} */
    this.weights = raw.weights;
    /** @type {Record<string, string>} */
    this.reasons = raw.reasons;
    this.grave = new Set(raw.grave_families);
    this.graveConcepts = new Set(raw.grave_concepts);
    this.plain = new Set(raw.plain_families);
    this.problem = new Set(raw.problem_families);
    this.burdens = new Set(raw.burdens);
    this.cues = new Map(Object.entries(raw.cues).map(([id, group]) => [id, cueOf(id, group, raw.cues)]));
    /** @type {Map<string, string[]>} */
    const asking = new Map(Object.entries(raw.asking).map(([part, phrases]) => [part, phrases.map(plain)]));
    this.items = raw.questions.map((/** @type {any} */ one, /** @type {number} */ index) => ({
      elements: [],
      states: [],
      valence: [],
      needs: [],
      without: [],
      concepts: [],
      strength: false,
      theme: false,
      light: false,
      wide: false,
      narrow: false,
      gentle: false,
      ...one,
      index,
      topics: (one.needs ?? []).filter((/** @type {string} */ name) => this.cue(name).topic),
      asks: asksFor(one.text, asking.get(one.component) ?? []),
      deed: (one.needs ?? []).includes(DEED),
      slot: one.text.includes(SLOT),
      sits: Object.entries(one.sits ?? {}),
    }));
    this.byId = new Map(this.items.map((item) => [item.id, item]));
  }

  /** @param {string} name */
  cue(name) {
    return /** @type {Cue} */ (this.cues.get(name));
  }

  /** The ids of the cue groups that show in a text. @param {Words} words */
  groupsIn(words) {
    const all = [...this.cues.values()];
    const told = new Set(all.filter((cue) => cue.found.some((phrase) => words.has(phrase))).map((cue) => cue.id));
    const plain = new Set([...told].filter((name) => !this.cue(name).blockedBy.some((other) => told.has(other))));
    const instead = all.filter(
      (cue) => plain.has(cue.alternative) && !plain.has(cue.id) && !cue.unless.some((other) => plain.has(other)),
    );
    return new Set([...plain, ...instead.map((cue) => cue.id)]);
  }

  /** How often a text speaks of a group, each time for as much as it counts. @param {Words} words @param {string} group */
  mentions(words, group) {
    const { counts, found } = this.cue(group);
    return counts * found.reduce((total, phrase) => total + words.count(phrase), 0);
  }
}

/** @param {string} phrase */
function plain(phrase) {
  return new Words(phrase).lower.join(" ");
}

/** Whether the words of a question plainly ask for a part of a reflection. @param {string} text @param {string[]} phrases */
function asksFor(text, phrases) {
  const words = new Words(text);
  return phrases.some((phrase) => words.has(phrase));
}

/** @param {string} id @param {any} group @param {Record<string, any>} all @returns {Cue} */
function cueOf(id, group, all) {
  const phrases = [id, ...(group.includes ?? [])].flatMap((part) => all[part].found);
  return {
    id,
    found: [...new Set(phrases.map(plain))],
    label: group.label ?? "",
    topic: group.topic ?? false,
    recur: group.recur ?? false,
    least: group.least ?? 1,
    counts: group.counts ?? 1,
    concepts: new Set(group.concepts),
    alternative: group.alternative ?? "",
    unless: group.unless ?? [],
    blockedBy: group.blocked_by ?? [],
  };
}
