/**
 * Small word grammars found in a text; twin of `journal/analyser/patterns.py`, where the notation is told.
 * @module
 */

import { SPACE, startsDigit } from "./text.js";

/**
 * @typedef {import("./language.js").Document} Document
 * @typedef {import("./language.js").Form} Form
 * @typedef {import("./language.js").Language} Language
 * @typedef {{kind: string, name: string, weight: number, about: string, evenDenied: boolean, anchored: boolean, own: boolean}} Meaning
 * @typedef {{meaning: Meaning, start: number, end: number}} Found tokens covered, end exclusive
 */

export const NEGATORS = set("not no never without hardly barely nobody none nor neither nothing w/out w/o");
export const NEGATION_REACH = 3;
export const NOT_DENYING = set("only just wonder matter least doubt surprise");
const FIRST = set("i i'm i've i'd i'll we we're we've we'd im ive myself");
const THIRD = set("he she they he's she's they're they've he'd she'd they'd you you're who");
const SPEAKERS = new Set([...THIRD].filter((word) => !["you", "you're", "who"].includes(word)));
const SPEECH = set("say ask tell repli add shout whisper text");
const PREPOSITIONS = set("for with of to about at by from on in over after between");
const PEOPLE =
  "patient client mum dad mother father parent daughter son sister brother wife husband partner grandmother " +
  "grandfather carer family relative child baby boy girl man woman lady gentleman resident student colleague " +
  "manager consultant doctor registrar nurse teacher officer neighbour friend";
const LARGE = 20;
const WHO_SPEAKS = 4;
const CLAUSE = new RegExp(`[,;:.!?—–]|[${SPACE}]-[${SPACE}]`);
const QUOTED = /["“][^"“”\n]{1,2000}["”]/g;

/** @param {string} words */
export function set(words) {
  return new Set(words.split(" "));
}

/** The words of a class of exact forms. @param {string[]} words */
function forms(words) {
  return new Set(words.map((word) => word.slice(1)));
}

/** @param {string} lower */
export function denies(lower) {
  return NEGATORS.has(lower) || lower.endsWith("n't");
}

/** A place in the tree; most are leaves, so nothing is made until it is needed. */
class Node {
  /** @type {Map<string, Node> | null} */
  follow = null;
  /** @type {{reach: number, beyond: Node}[] | null} */
  gaps = null;
  /** @type {Meaning[] | null} */
  meanings = null;

  /** @param {string} key */
  child(key) {
    this.follow ??= new Map();
    let found = this.follow.get(key);
    if (!found) this.follow.set(key, (found = new Node()));
    return found;
  }

  /** @param {number} reach */
  gap(reach) {
    this.gaps ??= [];
    let found = this.gaps.find((each) => each.reach === reach);
    if (!found) this.gaps.push((found = { reach, beyond: new Node() }));
    return found.beyond;
  }
}

/** All patterns of the lexicons, made into a tree of words branch by branch: when a text first holds how one opens. */
export class Matcher {
  /** @type {Map<string, {meaning: Meaning, rest: string[]}[]>} */
  #listed = new Map();
  /** @type {Map<string, Node>} */
  #branches = new Map();
  /** @type {Map<string, string[]>} */
  #classOf = new Map();
  /** @type {Map<string, string>} */
  #keyOf = new Map();
  /** @type {WeakMap<Form, {keys: string[], openings: Node[]}>} */
  #read = new WeakMap();
  #language;
  #people;
  #speakers;
  #saying;
  #returning;

  /** @param {Language} language @param {Record<string, string[]>} classes */
  constructor(language, classes) {
    this.#language = language;
    this.#people = new Set(PEOPLE.split(" ").map((word) => language.stem(word)));
    const { patient, kin, senior, colleague } = classes;
    this.#speakers = new Set([...this.#people, ...this.#keys([...patient, ...kin, ...senior, ...colleague])]);
    this.#saying = forms(classes.saying);
    this.#returning = forms(classes.returning);
    for (const [name, words] of Object.entries(classes)) {
      for (const key of this.#keys(words)) this.#classOf.set(key, [...(this.#classOf.get(key) ?? []), `@${name}`]);
    }
  }

  /** @param {string} pattern @param {string} kind @param {string} name @param {number} [weight] @param {boolean} [own] */
  add(pattern, kind, name, weight = 1, own = false) {
    const slots = pattern.split(" ");
    const meaning = { kind, name, weight, about: "any", evenDenied: false, anchored: false, own };
    for (; slots[0].endsWith(":"); slots.shift()) {
      if (slots[0] === "even-not:") meaning.evenDenied = true;
      else meaning.about = slots[0].slice(0, -1);
    }
    if (slots[0] === "^") meaning.anchored = Boolean(slots.shift());
    for (let optional = true; optional; ) {
      const slot = /** @type {string} */ (slots.shift());
      optional = slot.endsWith("?");
      const rest = [...slots];
      for (const key of this.#choices(slot)) {
        const listed = this.#listed.get(key);
        if (listed) listed.push({ meaning, rest });
        else this.#listed.set(key, [{ meaning, rest }]);
      }
    }
  }

  /** Make the large branches, one at a time: any text needs some of them. */
  *large() {
    for (const [key, { length }] of this.#listed) if (length >= LARGE) yield this.#branch(key);
  }

  /** Everything that is found, in order of where it starts. @param {Document} document @returns {Found[]} */
  find(document) {
    const { tokens, first } = document;
    const read = tokens.map((token) => this.#reading(token.form));
    /** @type {Found[]} */
    const found = [];
    for (let n = 0; n < document.sentences.length; n += 1) {
      const end = first[n + 1];
      for (let start = first[n]; start < end; start += 1) {
        for (const node of read[start].openings) {
          // Most openings lead nowhere, which one look at the next word tells.
          if (!node.meanings && !node.gaps)
            if (start + 1 === end || !read[start + 1].keys.some((key) => node.follow?.has(key))) continue;
          walk(node, start, first[n], end, read, found);
        }
      }
    }
    const readings = new Readings(document, this.#people);
    const told = this.#told(document);
    return found.filter((hit) => !(hit.meaning.own && told.has(hit.start)) && readings.hold(hit));
  }

  /** The words of what somebody else says, as far as it is told without quotation marks. @param {Document} document */
  #told(document) {
    const { tokens, sentenceOf, first } = document;
    /** @type {Set<number>} */
    const told = new Set();
    tokens.forEach(({ form }, verb) => {
      if (!this.#saying.has(form.lower) || !this.#anotherSays(tokens, verb, first[sentenceOf[verb]])) return;
      const until = this.#until(document, verb + 1, first[sentenceOf[verb] + 1]);
      for (let at = verb + 1; at < until; at += 1) told.add(at);
    });
    return told;
  }

  /** @param {Document["tokens"]} tokens @param {number} verb @param {number} begin */
  #anotherSays(tokens, verb, begin) {
    /** @param {number} since @param {(form: Form) => boolean} is */
    const any = (since, is) => tokens.slice(Math.max(begin, since), verb).some((each) => is(each.form));
    const last = tokens[verb - 1]?.form.lower ?? "";
    // "I told his father and explained": after an "and" it may be whoever began the sentence.
    if (any(verb > begin && this.#returning.has(last) ? begin : verb - 3, ({ lower }) => FIRST.has(lower))) return false;
    if (denies(last) || last === "cannot") return false;
    return any(verb - WHO_SPEAKS, ({ lower, stem }) => SPEAKERS.has(lower) || this.#speakers.has(stem));
  }

  /** Where what somebody says ends: at the first "and I" or ", I". @param {Document} document @param {number} start @param {number} end */
  #until({ text, tokens }, start, end) {
    for (let at = start + 1; at < end; at += 1) {
      if (!FIRST.has(tokens[at].form.lower)) continue;
      if (this.#returning.has(tokens[at - 1].form.lower)) return at - 1;
      if (CLAUSE.test(text.slice(tokens[at - 1].end, tokens[at].start))) return at;
    }
    return end;
  }

  /** The tree under a key. @param {string} key */
  #branch(key) {
    let branch = this.#branches.get(key);
    const listed = !branch && this.#listed.get(key);
    if (listed) {
      this.#branches.set(key, (branch = new Node()));
      for (const { meaning, rest } of listed) {
        let ends = [branch];
        for (const slot of rest) ends = this.#step(ends, slot);
        for (const node of ends) (node.meanings ??= []).push(meaning);
      }
    }
    return branch ?? [];
  }

  /** @param {Node[]} ends @param {string} slot */
  #step(ends, slot) {
    if (slot.startsWith("..")) return ends.map((node) => node.gap(Number(slot.slice(2))));
    const ahead = new Set(slot.endsWith("?") ? ends : []);
    for (const key of this.#choices(slot)) for (const node of ends) ahead.add(node.child(key));
    return [...ahead];
  }

  /** @param {string} slot */
  #choices(slot) {
    return this.#keys(slot.replace("?", "").split("|"));
  }

  /** @param {string[]} words */
  #keys(words) {
    return new Set(words.map((word) => this.#key(word)));
  }

  /** What has an apostrophe is meant as written, and so is what begins with "=". @param {string} word */
  #key(word) {
    let key = this.#keyOf.get(word);
    if (key === undefined) {
      key = /^[=@]/.test(word) ? word : word.includes("'") ? `=${word}` : this.#language.stem(word);
      this.#keyOf.set(word, key);
    }
    return key;
  }

  /** @param {Form} form */
  #reading(form) {
    let read = this.#read.get(form);
    if (!read) {
      const exact = `=${form.lower}`;
      const every = [form.stem, exact, ...(this.#classOf.get(form.stem) ?? []), ...(this.#classOf.get(exact) ?? [])];
      if (startsDigit(form.lower)) every.push("@number");
      const keys = [...new Set(every)];
      const openings = keys.flatMap((key) => this.#branch(key));
      this.#read.set(form, (read = { keys, openings }));
    }
    return read;
  }
}

/**
 * @param {Node} opening
 * @param {number} start
 * @param {number} begin
 * @param {number} end
 * @param {{keys: string[]}[]} read
 * @param {Found[]} found
 */
function walk(opening, start, begin, end, read, found) {
  /** @type {[Node, number][]} */
  const waiting = [[opening, start + 1]];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [node, at] = next;
    for (const meaning of node.meanings ?? [])
      if (!meaning.anchored || start === begin) found.push({ meaning, start, end: at });
    if (at >= end) continue;
    if (node.follow) ahead(node.follow, at);
    for (const { reach, beyond } of node.gaps ?? [])
      for (let later = at; later < Math.min(at + reach + 1, end); later += 1) ahead(beyond.follow, later);
  }

  /** @param {Map<string, Node> | null} follow @param {number} at */
  function ahead(follow, at) {
    for (const key of read[at].keys) {
      const node = follow?.get(key);
      if (node) waiting.push([node, at + 1]);
    }
  }
}

/** Who a stretch of a document is about and whether it is denied, worked out only where a pattern asks. */
class Readings {
  /** @type {Map<number, boolean>} */
  #denials = new Map();
  /** @type {Map<number, boolean>} */
  #writers = new Map();
  /** @type {[number, number][] | null} */
  #quotes = null;

  /** @param {Document} document @param {Set<string>} people */
  constructor(document, people) {
    this.document = document;
    this.words = document.tokens.map((token) => token.form.lower);
    this.people = people;
  }

  /** @param {Found} hit */
  hold({ meaning, start }) {
    if (meaning.own && this.#inQuotes(start)) return false;
    if (!meaning.evenDenied && asked(this.#denials, start, () => this.#denied(start))) return false;
    if (meaning.about === "any") return true;
    return (meaning.about === "me") === asked(this.#writers, start, () => this.#ofWriter(start));
  }

  /** @param {number} start */
  #begin(start) {
    return this.document.first[this.document.sentenceOf[start]];
  }

  /** @param {number} start */
  #denied(start) {
    const { text, tokens } = this.document;
    const begin = Math.max(this.#begin(start), start - NEGATION_REACH);
    for (let at = start - 1; at >= begin; at -= 1) {
      if (!denies(this.words[at]) && this.words[at] !== "cannot") continue;
      if (NOT_DENYING.has(this.words[at + 1])) return false;
      for (let n = at; n < start; n += 1) if (CLAUSE.test(text.slice(tokens[n].end, tokens[n + 1].start))) return false;
      return true;
    }
    return false;
  }

  /**
   * The nearest subject before the stretch decides; none at all means the writer, as shorthand leaves "I" out.
   * @param {number} start
   */
  #ofWriter(start) {
    const { tokens } = this.document;
    const begin = this.#begin(start);
    if (this.#inQuotes(start)) return false;
    for (let at = start; at >= begin; at -= 1) {
      const lower = this.words[at];
      if (FIRST.has(lower))
        return !(at > begin && SPEECH.has(tokens[at - 1].form.stem) && !this.#anyBefore(FIRST, at - 1, 3, begin));
      if (THIRD.has(lower)) return false;
      if (at < start && this.people.has(tokens[at].form.stem) && !this.#anyBefore(PREPOSITIONS, at, 2, begin))
        return false;
    }
    return true;
  }

  /** @param {Set<string>} words @param {number} at @param {number} reach @param {number} begin */
  #anyBefore(words, at, reach, begin) {
    return this.words.slice(Math.max(begin, at - reach), at).some((word) => words.has(word));
  }

  /** Whether a word stands between quotation marks. @param {number} start */
  #inQuotes(start) {
    const place = this.document.tokens[start].start;
    const quotes = (this.#quotes ??= Array.from(this.document.text.matchAll(QUOTED), (match) => [
      match.index,
      match.index + match[0].length,
    ]));
    let low = 0;
    let high = quotes.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (quotes[middle][0] < place) low = middle + 1;
      else high = middle;
    }
    return low > 0 && place < quotes[low - 1][1];
  }
}

/** @param {Map<number, boolean>} known @param {number} at @param {() => boolean} find */
function asked(known, at, find) {
  let answer = known.get(at);
  if (answer === undefined) known.set(at, (answer = find()));
  return answer;
}
