/**
 * The list under a box of what was found in it, and the question before saving. Its words stand in the templates
 * `marks`, `marks-said` and `mark`; here they are only filled in.
 * @module
 */

/**
 * One word or name, wherever it stands in the text.
 * @typedef {{key: string, words: string, type: string, severity: "sure" | "maybe", to: string, times: number}} Word
 */

/**
 * What a tap asks for. `own` are the words somebody typed to put instead.
 * @typedef {{change: (word: Word, own: string) => void, leave: (word: Word) => void, again: () => void,
 *   changeAll: () => void, keep: () => void}} Taps
 */

export class MarksList {
  #root = /** @type {HTMLElement} */ (copy("marks"));
  #said = copy("marks-said");
  #box;
  #taps;
  /** @type {Map<string, {word: Word, row: HTMLElement}>} */
  #rows = new Map();

  /**
   * @param {HTMLTextAreaElement} box
   * @param {Taps} taps
   */
  constructor(box, taps) {
    this.#box = box;
    this.#taps = taps;
    // A finger on the list leaves the caret, and the keyboard, where they are.
    this.#root.addEventListener("mousedown", (event) => {
      if (!(event.target instanceof HTMLInputElement)) event.preventDefault();
    });
    this.#root.addEventListener("click", (event) => this.#tapped(event));
    this.#root.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.target instanceof HTMLInputElement)) return;
      event.preventDefault();
      part(/** @type {HTMLElement} */ (event.target.closest("li")), '[data-do="own-change"]').click();
    });
    /** @type {HTMLElement} */ (box.parentElement).append(this.#said, this.#root);
  }

  /**
   * Show these words, in this order. Rows that stay are the same rows, so that nobody loses their place.
   * @param {Word[]} words
   * @param {string} left words that were left just now, or nothing
   */
  show(words, left) {
    const list = part(this.#root, "ul");
    const held = list.contains(document.activeElement) ? document.activeElement : null;
    const before = this.#rows;
    this.#rows = new Map();
    for (const [key, { row }] of before) if (!words.some((word) => word.key === key)) row.remove();
    words.forEach((word, at) => {
      const row = before.get(word.key)?.row ?? copy("mark");
      fill(row, word);
      if (list.children[at] !== row) list.insertBefore(row, list.children[at] ?? null);
      this.#rows.set(word.key, { word, row });
    });
    const summary = part(this.#root, "summary");
    const told = words.length === 1 ? summary.dataset.one : summary.dataset.many?.replace("{n}", String(words.length));
    summary.textContent = told ?? "";
    part(this.#root, "details").hidden = words.length === 0;
    const leaving = part(this.#root, ".marks-left");
    leaving.hidden = !left;
    part(leaving, "b").textContent = left;
    this.#root.hidden = words.length === 0 && !left;
    if (words.length === 0) this.ask([]);
    this.#tell((words.length ? told : before.size ? this.#said.dataset.none : "") ?? "");
    if (held && !held.isConnected) (words.length ? summary : this.#box).focus({ preventScroll: true });
  }

  /**
   * Ask about these words before they are saved; nothing to ask closes the question.
   * @param {string[]} words
   */
  ask(words) {
    const asked = part(this.#root, ".marks-ask");
    const none = words.length === 0;
    if (asked.hidden !== none) asked.hidden = none;
    if (none) return;
    const line = part(asked, "p");
    const frame = (words.length === 1 ? line.dataset.one : line.dataset.many) ?? "";
    line.textContent = frame.replace("{words}", () => words.map((each) => `“${each}”`).join(", "));
    asked.focus({ preventScroll: true });
    asked.scrollIntoView({ block: "center" });
  }

  stop() {
    this.#root.remove();
    this.#said.remove();
  }

  /** @param {string} said */
  #tell(said) {
    if (this.#said.textContent !== said) this.#said.textContent = said;
  }

  /** @param {Event} event */
  #tapped(event) {
    const button = /** @type {HTMLElement} */ (event.target).closest?.("button");
    const row = button?.closest("li");
    const word = row && [...this.#rows.values()].find((each) => each.row === row)?.word;
    switch (button?.dataset.do) {
      case "change-all":
        return this.#taps.changeAll();
      case "keep":
        return this.#taps.keep();
      case "again":
        return this.#taps.again();
      default:
        if (button && row && word) this.#decided(button, row, word);
    }
  }

  /**
   * @param {HTMLElement} button
   * @param {HTMLElement} row
   * @param {Word} word
   */
  #decided(button, row, word) {
    const own = part(row, ".marks-own");
    const typed = /** @type {HTMLInputElement} */ (part(own, "input"));
    if (button.dataset.do === "change") this.#taps.change(word, "");
    else if (button.dataset.do === "leave") this.#taps.leave(word);
    else if (button.dataset.do === "own-change" && typed.value.trim()) this.#taps.change(word, typed.value.trim());
    else {
      own.hidden = button.dataset.do === "own" && !own.hidden;
      part(row, '[data-do="own"]').setAttribute("aria-expanded", String(!own.hidden));
      if (!typed.value) typed.value = word.to;
      if (!own.hidden) typed.select();
    }
  }
}

/**
 * @param {HTMLElement} row
 * @param {Word} word
 */
function fill(row, { words, type, severity, to, times }) {
  const why = part(row, "p > span");
  const name = part(row, "b");
  const change = part(row, '[data-do="change"]');
  const frame = why.getAttribute(`data-${severity}`) ?? "";
  const often = times > 1 ? (why.dataset.times ?? "").replace("{n}", String(times)) : "";
  name.className = `marked-${severity}`;
  set(name, words);
  set(why, frame.replace("{what}", why.getAttribute(`data-${type.toLowerCase()}`) ?? "") + often);
  set(change, (change.dataset.says ?? "").replace("{words}", () => to));
  for (const button of row.querySelectorAll("button")) {
    button.setAttribute("aria-label", `${button.textContent?.trim()}: ${words}`);
  }
}

/**
 * @param {HTMLElement} element
 * @param {string} text
 */
function set(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * @param {string} id of a template
 * @returns {HTMLElement}
 */
function copy(id) {
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById(id));
  return /** @type {HTMLElement} */ (template.content.firstElementChild?.cloneNode(true));
}

/**
 * @param {HTMLElement} root
 * @param {string} selector
 * @returns {HTMLElement}
 */
function part(root, selector) {
  return /** @type {HTMLElement} */ (root.querySelector(selector));
}
