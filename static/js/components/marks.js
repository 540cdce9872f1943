/**
 * Mark, while somebody writes, what could tell who somebody is; offer other words, and ask once before saving. Nothing
 * is changed without a tap and nothing is ever held back.
 * @module
 */

import { MarksList } from "/static/js/components/marks-list.js";
import { Mirror } from "/static/js/components/mirror.js";
import { retype } from "/static/js/components/replacing.js";
import { choose, joined, remembered } from "/static/js/identifiers/choices.js";
import { breathing, inUnits, Memory, replace } from "/static/js/identifiers/index.js";
import { fold } from "/static/js/identifiers/tokens.js";

/** @typedef {import("/static/js/components/marks-list.js").Word} Word */
/** @typedef {import("/static/js/identifiers/choices.js").Choice} Choice */
/** @typedef {import("/static/js/identifiers/index.js").Checker} Checker */
/** @typedef {import("/static/js/identifiers/checking.js").Found} Found */
/**
 * `before` is the text as it was kept last, if it was: its words are not asked about when it is saved again.
 * @typedef {{checker: Checker, choices?: Iterable<Choice>, onChoice?: (choice: Choice) => void, before?: string}} Options
 */

const PAUSE = 350;
const LATEST = 600;
// Only words that name somebody or somewhere are known again in other entries: a day or an age is not.
const NAMING = new Set(["PERSON", "ORGANISATION", "LOCATION", "ROLE"]);

/** The markings of each form, which ask together before it is sent. @type {WeakMap<HTMLFormElement, Set<Marking>>} */
const forms = new WeakMap();

/**
 * Begin to mark a box. Its page holds the templates of components/marks.html.
 * @param {HTMLTextAreaElement} box
 * @param {Options} options
 */
export function markIdentifiers(box, options) {
  return new Marking(box, options);
}

export class Marking {
  #box;
  #checker;
  #choices;
  #onChoice;
  #memory = new Memory();
  #mirror;
  #list;
  #timer = 0;
  #composing = false;
  #left = "";
  /** As the check gave it, counting code points. @type {Found[]} */
  #found = [];
  /** @type {Word[]} */
  #words = [];
  /** What has been asked about before saving, by folded words. */
  #asked = new Set();
  /** What was offered for each name when one of them was changed, so that the others keep theirs. @type {Map<string, string>} */
  #given = new Map();
  /** The text as it was looked at last. @type {string | null} */
  #checked = null;
  #before;
  #ending = new AbortController();

  /**
   * @param {HTMLTextAreaElement} box
   * @param {Options} options
   */
  constructor(box, { checker, choices = [], onChoice = () => {}, before = box.defaultValue }) {
    this.#box = box;
    this.#checker = checker;
    this.#choices = [...choices];
    this.#onChoice = onChoice;
    this.#before = before;
    this.#mirror = new Mirror(box);
    this.#list = new MarksList(box, {
      change: (word, own) => this.#change([word], own),
      leave: (word) => this.#leave(word),
      again: () => this.#again(),
      changeAll: () => this.#change(this.#sure(), ""),
      keep: () => box.form?.requestSubmit(),
    });
    const { signal } = this.#ending;
    box.addEventListener("input", () => this.#typed(), { signal });
    box.addEventListener("compositionstart", () => (this.#composing = true), { signal });
    box.addEventListener("compositionend", () => this.#composed(), { signal });
    this.#join(box.form);
    this.#look();
  }

  /** Check with another checker from now on: one that has more lists. @param {Checker} checker */
  use(checker) {
    this.#checker = checker;
    this.#memory = new Memory();
    // What was read without these lists is read again before it is saved, however soon that is.
    this.#checked = null;
    return this.#look();
  }

  /** Look again now, at words put into the box by a script. */
  check() {
    clearTimeout(this.#timer);
    this.#mirror.follow();
    const text = (this.#checked = this.#box.value);
    const { known, dismissed, own } = remembered(this.#choices);
    this.#found = this.#checker.check(text, { known, dismissed, memory: this.#memory });
    const found = inUnits(text, this.#found);
    this.#mirror.mark(found);
    this.#words = this.#grouped(text, found, own);
    this.#list.show(this.#words, this.#left);
  }

  /** Take the choices another page or phone has made. @param {Iterable<Choice>} choices */
  choose(choices) {
    this.#choices = joined(this.#choices, choices);
    this.check();
  }

  /** What is marked now, in UTF-16 units. */
  found() {
    return inUnits(this.#box.value, this.#found);
  }

  /** Ask, once for each word, about sure ones nobody has decided about: true where there is nothing to ask. */
  ask() {
    if (!this.#composing && this.#checked !== this.#box.value) this.check();
    // What was kept before is marked, and not asked about again.
    const open = this.#sure().filter(({ key, words }) => !this.#asked.has(key) && !this.#before.includes(words));
    for (const word of open) this.#asked.add(word.key);
    this.#list.ask(open.map(({ words }) => words));
    return open.length === 0;
  }

  stop() {
    clearTimeout(this.#timer);
    this.#ending.abort();
    if (this.#box.form) forms.get(this.#box.form)?.delete(this);
    this.#mirror.stop();
    this.#list.stop();
  }

  #typed() {
    this.#mirror.follow();
    clearTimeout(this.#timer);
    if (this.#composing) return;
    this.#timer = setTimeout(() => whenIdle(() => this.#look()), PAUSE);
  }

  /** Read what has changed in short stretches, then show it; where somebody typed meanwhile, a later look will. */
  async #look() {
    const text = this.#box.value;
    const { known } = remembered(this.#choices);
    await this.#checker.prepare(text, { known, memory: this.#memory }, breathing());
    if (text === this.#box.value && !this.#composing && !this.#ending.signal.aborted) this.check();
  }

  #composed() {
    this.#composing = false;
    this.#typed();
  }

  /** @param {HTMLFormElement | null} form */
  #join(form) {
    if (!form) return;
    const markings = forms.get(form) ?? new Set();
    if (!forms.has(form)) {
      forms.set(form, markings);
      form.addEventListener("submit", (event) => hold(event, markings), { capture: true });
    }
    markings.add(this);
  }

  #sure() {
    return this.#words.filter(({ severity }) => severity === "sure");
  }

  /**
   * The findings by what they say, each once, with the words offered instead.
   * @param {string} text
   * @param {Found[]} found in UTF-16 units
   * @param {Map<string, string>} own
   */
  #grouped(text, found, own) {
    /** @type {Map<string, Word>} */
    const words = new Map();
    found.forEach(({ start, end, type, severity, replacement }) => {
      const surface = text.slice(start, end);
      const key = fold(surface);
      const held = words.get(key);
      const to = own.get(key) ?? this.#offered(key, type, within(replacement));
      if (!held) words.set(key, { key, words: surface, type, severity, to, times: 1 });
      else words.set(key, { ...held, severity: held.severity === "sure" ? "sure" : severity, times: held.times + 1 });
    });
    return [...words.values()];
  }

  /**
   * The words offered for a name, kept while others are changed, and never those that already stand for somebody else.
   * @param {string} key
   * @param {string} type
   * @param {string} to
   */
  #offered(key, type, to) {
    const given = this.#given.get(key);
    if (given || type !== "PERSON") return given ?? to;
    const told = new Set(this.#given.values());
    const role = to.replace(/^(?:the|another|a third|one more) /u, "");
    /** @type {string[]} */
    const orders = this.#checker.replacements.orders;
    return told.has(to) ? (orders.map((order) => order.replace("{}", role)).find((each) => !told.has(each)) ?? to) : to;
  }

  /**
   * Put other words in place of these, wherever they stand.
   * @param {Word[]} words
   * @param {string} own
   */
  #change(words, own) {
    const text = this.#box.value;
    const units = inUnits(text, this.#found);
    for (const word of this.#words) if (word.type === "PERSON") this.#given.set(word.key, word.to);
    const wanted = new Map(words.map((word) => [word.key, own || word.to]));
    /** @type {number[]} */
    const chosen = [];
    const found = this.#found.map((each, index) => {
      const to = wanted.get(fold(text.slice(units[index].start, units[index].end)));
      if (to === undefined) return each;
      chosen.push(index);
      const opens = each.replacement !== within(each.replacement);
      return { ...each, replacement: opens ? to[0].toUpperCase() + to.slice(1) : to };
    });
    for (const word of words) this.#given.set(word.key, own || word.to);
    const moved = (/** @type {number} */ place) => {
      const inside = chosen.find((index) => units[index].start < place && place < units[index].end);
      const at = inside === undefined ? place : units[inside].end;
      const passed = chosen.filter((index) => units[index].end <= at);
      return replace(text.slice(0, at), found, passed).length;
    };
    retype(this.#box, replace(text, found, chosen), moved);
    this.#left = "";
    for (const word of words) if (NAMING.has(word.type)) this.#decide(word.words, "changed", own);
    this.#list.ask([]);
    this.check();
  }

  /** @param {Word} word */
  #leave(word) {
    this.#left = word.words;
    this.#decide(word.words, "left");
    this.check();
  }

  #again() {
    this.#decide(this.#left, "marked");
    this.#left = "";
    this.check();
  }

  /**
   * @param {string} words
   * @param {Choice["choice"]} choice
   * @param {string} [to]
   */
  #decide(words, choice, to) {
    const made = choose(words, choice, to);
    this.#choices = joined(this.#choices, [made]);
    this.#onChoice(made);
  }
}

/**
 * Stop a form once where a box of it asks something; sent again, it goes.
 * @param {Event} event
 * @param {Set<Marking>} markings
 */
function hold(event, markings) {
  const answers = [...markings].map((marking) => marking.ask());
  if (answers.every(Boolean)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

/**
 * A replacement as it stands within a sentence.
 * @param {string} words
 */
function within(words) {
  return /^.[a-z ]/u.test(words) ? words[0].toLowerCase() + words.slice(1) : words;
}

/** @param {() => void} work */
function whenIdle(work) {
  if ("requestIdleCallback" in window) requestIdleCallback(work, { timeout: LATEST });
  else work();
}
