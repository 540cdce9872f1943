/**
 * The box: what happened, the six, how it went. What is typed is kept at every pause; nothing here moves the focus or
 * touches the text.
 * @module
 */

import { $, copy, ELEMENTS, make, speak } from "/static/js/phone/dom.js";
import { watchSize } from "/static/js/components/text-size.js";

/** @typedef {import("/static/js/phone/context.js").Place} Place */
/** @typedef {import("/static/js/phone/context.js").Context} Context */
/** @typedef {import("/static/js/phone/journal.js").Draft} Draft */

const PAUSE = 300;
const SLOW = 150;

/**
 * @param {Place} place write (a new entry) or edit
 * @param {Context} ctx
 */
export async function show(place, ctx) {
  const editing = place.name === "edit";
  const begun = await ctx.journal.drafts();
  const drafts = begun.filter((one) => (editing ? one.entry === place.id : one.kind === "new"));
  const over = editing ? (drafts[0] ?? (await draftOver(place, ctx))) : null;
  if (editing && !over) return ctx.missing();
  const candidates = over ? [over] : await fitting(place, drafts);
  const { draft, release } = await held(candidates, ctx);
  if (!draft && editing) return ctx.go(`/entries/${place.id}`, {}, speak("This entry is being changed in another tab."), true);
  if (draft && place.state.draft && place.state.draft !== draft.entry) ctx.say("That one is open in another tab.");
  return written(place, draft ?? candidates[candidates.length - 1], drafts, release, ctx);
}

/**
 * @param {Place} place
 * @param {Draft} draft
 * @param {Draft[]} drafts
 * @param {() => void} release lets another tab write this draft
 * @param {Context} ctx
 */
async function written(place, draft, drafts, release, ctx) {
  const editing = draft.kind === "edit";
  if (place.path === "/write/shared") await takeShared(draft, ctx);
  const page = copy("write");
  const form = $(page, "form");
  const box = $(form, "#text");
  const keeper = new Keeper(draft, form, drafts.some((one) => one.entry === draft.entry), ctx);
  box.value = draft.body;
  setMarks(form, draft.facets);
  if (!editing && draft.facets.template) await (await around()).templateBoxes(draft, form, ctx);
  if (editing) {
    $(form, ".box-label label").textContent = speak("Change your entry");
    $(form, ".actions button").lastChild.textContent = speak("Keep the change");
    $(page, "[data-new]").remove();
  }
  noteRow(form);
  form.addEventListener("submit", (/** @type {Event} */ event) => {
    event.preventDefault();
    save(form, keeper, editing, ctx);
  });
  keeper.watch();
  ctx.paint(page, editing ? speak("Change an entry") : speak("Write"));
  watchSize(box);
  const others = drafts.filter((one) => one.entry !== draft.entry);
  /** @type {() => void} */
  let stop = () => {};
  ctx.idle(async () => {
    const { start } = await around();
    if (form.isConnected) stop = start({ form, box, keeper, others, ctx });
  });
  return {
    settle: () => keeper.flush(),
    leave: async () => {
      stop();
      await keeper.flush();
      keeper.stop();
      release();
    },
  };
}

/** What stands around the box may come after it. */
const around = () => import("/static/js/phone/views/around.js");

/** Keeps one draft as its form changes, one write at a time, the last one always the newest. */
export class Keeper {
  #timer = 0;
  #dirty = false;
  #closed = false;
  /** @type {Promise<boolean>} */
  #last = Promise.resolve(true);

  /** @param {Draft} draft @param {any} form @param {boolean} held whether the store has it already @param {Context} ctx */
  constructor(draft, form, held, ctx) {
    this.draft = draft;
    this.form = form;
    this.ctx = ctx;
    this.facets = { ...draft.facets };
    this.held = held;
    this.hide = () => document.visibilityState === "hidden" && this.flush();
    this.now = () => this.flush();
  }

  watch() {
    this.form.addEventListener("input", () => this.changed());
    document.addEventListener("visibilitychange", this.hide);
    document.addEventListener("freeze", this.now);
    addEventListener("pagehide", this.now);
    this.#say();
  }

  stop() {
    clearTimeout(this.#timer);
    this.#closed = true;
    document.removeEventListener("visibilitychange", this.hide);
    document.removeEventListener("freeze", this.now);
    removeEventListener("pagehide", this.now);
  }

  changed() {
    this.#dirty = true;
    this.#say();
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.flush(), PAUSE);
  }

  /** @returns {Record<string, any>} the marks as they stand in the form */
  marks() {
    return readMarks(this.form);
  }

  /** @returns {Draft} what stands in the form now */
  current() {
    const { entry, parents, kind } = this.draft;
    const facets = { ...this.facets, ...this.marks() };
    for (const name of ["elements", "valence", "template"]) if (!facets[name]) delete facets[name];
    return { entry, parents, kind, body: $(this.form, "#text").value, facets, at: Date.now() };
  }

  /** Give what stands here now to be saved: no draft of it is written after that. @returns {Promise<Draft>} */
  async handOver() {
    clearTimeout(this.#timer);
    this.#dirty = false;
    const draft = this.current();
    await this.#last;
    return draft;
  }

  /** It could not be saved: it is a draft again. */
  takeBack() {
    this.changed();
  }

  /** @returns {Promise<boolean>} whether all that stands here is durable */
  flush() {
    clearTimeout(this.#timer);
    if (this.#dirty && !this.#closed) {
      this.#dirty = false;
      const draft = this.current();
      // Begun at once, also while the page goes away: nothing is waited for but the write before.
      this.#last = this.#last.then(() => this.#keep(draft));
    }
    return this.#last;
  }

  /** @param {Draft} draft */
  async #keep(draft) {
    try {
      if (!isEmpty(draft) || draft.kind === "edit") await this.ctx.journal.keepDraft(draft);
      else if (this.held) await this.ctx.journal.dropDraft(draft.entry);
      this.held = !isEmpty(draft);
      if (this.held && draft.kind === "new") history.replaceState({ ...history.state, draft: draft.entry, fresh: false }, "");
      if (this.#failed) this.showTrouble(null);
      this.#say();
      return true;
    } catch (error) {
      this.#dirty = true;
      this.#say();
      this.showTrouble(error);
      return false;
    }
  }

  #failed = "";

  /** @param {unknown} error null takes the message away */
  showTrouble(error) {
    const why = error ? `${/** @type {Error} */ (error).name} ${!wordsOf(this.current())}` : "";
    const place = $(document, "#view [data-errors]");
    // What is said already stays as it is, with the focus on it: each try to keep the draft fails the same way.
    if (why && why === this.#failed && place.firstChild) return;
    this.#failed = why;
    place.replaceChildren();
    if (error) this.ctx.trouble(place, error, () => wordsOf(this.current()));
  }

  #say() {
    const shown = this.held && !this.#dirty && !this.#failed;
    $(this.form, "[data-kept]").classList.toggle("is-shown", shown);
    $(this.form, "[data-kept]").toggleAttribute("aria-hidden", !shown);
  }
}

/** @param {Draft} draft */
const isEmpty = ({ body, facets }) => !body && !Object.keys(facets).length;

/**
 * All the words of a draft, to copy.
 * @param {Draft} draft
 */
export const wordsOf = ({ body, facets }) => [...Object.values(facets.template?.sections ?? {}), body].filter(Boolean).join("\n\n");

/** @param {any} form @param {Keeper} keeper @param {boolean} editing @param {Context} ctx */
async function save(form, keeper, editing, ctx) {
  const button = $(form, ".actions button");
  const box = $(form, "#text");
  if (box.readOnly) return;
  const saving = keeper.handOver().then((draft) => ctx.journal.save(draft));
  // From here to the next page no letter may be typed that is in neither.
  box.readOnly = true;
  // Shown only where it takes long enough to be seen: a button that is drawn anew holds up what it shows.
  const slow = setTimeout(() => button.setAttribute("aria-disabled", "true"), SLOW);
  try {
    const { id } = await saving;
    clearTimeout(slow);
    keeper.stop();
    if (editing) ctx.go(`/entries/${id}`, {}, speak("Your change is saved on this phone."));
    else ctx.go(`/entries/${id}/question`);
  } catch (error) {
    clearTimeout(slow);
    box.readOnly = false;
    button.removeAttribute("aria-disabled");
    keeper.takeBack();
    keeper.showTrouble(error);
    $(document, "#view .error-summary").focus();
  }
}

/**
 * Give the drafts that may fill the box, the best first, a new one last: the one asked for, one begun with the same
 * boxes, else the newest.
 * @param {Place} place
 * @param {Draft[]} drafts
 * @returns {Draft[]}
 */
function fitting(place, drafts) {
  const { draft: id, fresh } = place.state;
  // Marks with no words are not slipped under the next thing somebody writes: they are listed as begun.
  const worded = drafts.filter((one) => wordsOf(one));
  const begun = worded.filter(({ facets }) => !place.template || (facets.template?.id ?? place.template) === place.template);
  const asked = drafts.filter((one) => one.entry === id);
  const old = fresh || place.path === "/write/shared" ? [] : [...new Set([...asked, ...begun])];
  /** @type {Draft} */
  const blank = { entry: crypto.randomUUID(), parents: [], body: "", facets: {}, kind: "new", at: Date.now() };
  return [...old, blank].map((one) =>
    place.template && !one.facets.template ? { ...one, facets: { ...one.facets, template: { id: place.template, sections: {} } } } : one,
  );
}

/**
 * Give the first draft that no other tab is writing. A page that was just reloaded may hold its own for a moment more.
 * @param {Draft[]} candidates
 * @param {Context} ctx
 * @returns {Promise<{draft: Draft | null, release: () => void}>}
 */
async function held(candidates, ctx) {
  for (const draft of candidates) {
    for (let tries = 0; tries < 4; tries++) {
      const release = await ctx.journal.hold(draft.entry);
      if (release) return { draft, release };
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
  }
  return { draft: null, release: () => {} };
}

/** Take what another app shared: from now on it is a draft like any other. @param {Draft} draft @param {Context} ctx */
async function takeShared(draft, ctx) {
  const update = await import("/static/js/phone/update.js");
  const shared = update.takeShared();
  if (!shared) return;
  draft.body = shared;
  await ctx.journal.keepDraft(draft);
  update.sharedKept();
}

/**
 * Begin a change: the entry as it stands, its versions joined where there are two.
 * @param {Place} place
 * @param {Context} ctx
 * @returns {Promise<Draft | null>}
 */
async function draftOver(place, ctx) {
  const entry = await ctx.entry(place.id);
  if (!entry) return null;
  const { body, facets } = entry.heads.length > 1 ? await ctx.joined(entry) : entry.head;
  return { entry: entry.id, parents: entry.headIds, body, facets, kind: "edit", at: Date.now() };
}

/** @param {any} form @param {Record<string, any>} facets */
function setMarks(form, facets) {
  for (const [key, state] of Object.entries(facets.elements ?? {})) {
    const radio = form.querySelector(`[name="f-elements-${key}"][value="${state}"]`);
    if (radio) radio.checked = true;
  }
  if (facets.valence) $(form, `[name="f-valence"][value="${facets.valence}"]`).checked = true;
}

/**
 * Read the marks. Asked control by control: gathering the whole form first lays the page out, which a thumb waits for.
 * @param {any} form
 * @returns {Record<string, any>}
 */
function readMarks(form) {
  const { elements: fields, dataset } = form;
  const states = ELEMENTS.map(({ key }) => [key, fields[`f-elements-${key}`]?.value]).filter(([, state]) => state);
  /** @type {Record<string, any>} */
  const marks = { elements: states.length ? Object.fromEntries(states) : null, valence: fields["f-valence"]?.value || null };
  if (dataset.template) {
    const boxes = [...form.querySelectorAll('textarea[name^="t-"]')].filter((one) => one.value.trim());
    const sections = Object.fromEntries(boxes.map((one) => [one.name.slice(2), one.value]));
    marks.template = boxes.length ? { id: dataset.template, sections } : null;
  }
  return marks;
}

/** Put the note of the box and "Saved on this phone" in one row, which is there from the start. @param {any} form */
function noteRow(form) {
  const row = make("div", null, { class: "note-row" });
  $(form, ".box").append(row);
  row.append($(form, ".box-note"), $(form, "[data-kept]"));
}

