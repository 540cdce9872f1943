/**
 * The box: what happened, the six, how it went. What is typed is kept at every pause; nothing here moves the focus or
 * touches the text.
 * @module
 */

import { $, ELEMENTS, copy, firstWords, lately, make, on, part } from "/static/js/phone/dom.js";
import { watchSize } from "/static/js/components/text-size.js";

/** @typedef {import("/static/js/phone/main.js").Place} Place */
/** @typedef {import("/static/js/phone/main.js").Context} Context */
/** @typedef {import("/static/js/phone/journal.js").Draft} Draft */

const PAUSE = 300;
const THINK = 1200;

/**
 * @param {Place} place write (a new entry) or edit
 * @param {Context} ctx
 */
export async function show(place, ctx) {
  const editing = place.name === "edit";
  const drafts = editing ? [] : await newDrafts(ctx);
  const draft = editing ? await draftOver(place, ctx) : await draftFor(place, drafts, ctx);
  if (!draft) return ctx.missing();
  const page = copy("write");
  const form = $(page, "form");
  const box = $(form, "#text");
  const keeper = new Keeper(draft, form, ctx);
  const boxes = await templateBoxes(draft, form, ctx);
  box.value = draft.body;
  setMarks(form, draft.facets);
  if (editing) {
    $(form, ".box-label label").textContent = "Change your entry";
    $(form, ".actions button").lastChild.textContent = "Keep the change";
    $(page, "[data-new]").remove();
  } else {
    listTemplates($(page, "[data-new]"), ctx);
    on(page, "another", () => keeper.flush().then(() => ctx.go("/write", { fresh: true }))).hidden = !keeper.held;
    listDrafts($(page, "[data-drafts]"), drafts.filter((one) => one.entry !== draft.entry), ctx);
  }
  noteRow(form);
  offerMore(form, keeper, ctx);
  ctx.paint(page, editing ? "Change an entry" : "Write");
  keeper.watch();
  for (const one of [box, ...boxes]) if (one.dataset.limit) watchSize(one);
  helpOnLongPress(form);
  const stop = await later(form, box, keeper, ctx);
  form.addEventListener("submit", (/** @type {Event} */ event) => {
    event.preventDefault();
    save(form, keeper, editing, ctx);
  });
  return {
    /** Keep what stands here before the page is left or renewed; false where it could not be kept. */
    settle: () => keeper.flush(),
    leave: async () => {
      stop();
      await keeper.flush();
      keeper.stop();
    },
  };
}

/** Keeps one draft as its form changes, one write at a time, the last one always the newest. */
class Keeper {
  #timer = 0;
  #dirty = false;
  #closed = false;
  /** @type {Promise<boolean>} */
  #last = Promise.resolve(true);

  /** @param {Draft} draft @param {any} form @param {Context} ctx */
  constructor(draft, form, ctx) {
    this.draft = draft;
    this.form = form;
    this.ctx = ctx;
    this.facets = { ...draft.facets };
    /** Whether the store holds it. */
    this.held = !isEmpty(draft);
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

  /** @returns {Draft} what stands in the form now */
  current() {
    const { entry, parents, kind } = this.draft;
    const facets = { ...this.facets, ...readMarks(this.form) };
    for (const name of ["elements", "valence", "template"]) if (!facets[name]) delete facets[name];
    return { entry, parents, kind, body: $(this.form, "#text").value, facets, at: Date.now() };
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

  #failed = false;

  /** @param {unknown} error null takes the message away */
  showTrouble(error) {
    this.#failed = Boolean(error);
    const place = $(document, "#view [data-errors]");
    place.replaceChildren();
    if (error) this.ctx.trouble(place, error, () => fullDraft(this.current()));
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
const fullDraft = ({ body, facets }) => [...Object.values(facets.template?.sections ?? {}), body].filter(Boolean).join("\n\n");

/** @param {any} form @param {Keeper} keeper @param {boolean} editing @param {Context} ctx */
async function save(form, keeper, editing, ctx) {
  const button = $(form, ".actions button");
  const box = $(form, "#text");
  if (button.getAttribute("aria-disabled")) return;
  button.setAttribute("aria-disabled", "true");
  // From here to the next page no letter may be typed that is in neither.
  box.readOnly = true;
  try {
    await keeper.flush();
    const { id } = await ctx.journal.save(keeper.current());
    keeper.stop();
    ctx.syncer.soon();
    if (editing) ctx.go(`/entries/${id}`, {}, "Your change is saved on this phone.");
    else ctx.go(`/entries/${id}/question`);
  } catch (error) {
    box.readOnly = false;
    button.removeAttribute("aria-disabled");
    keeper.showTrouble(error);
    $(document, "#view .error-summary").focus();
  }
}

/** @param {Context} ctx */
async function newDrafts(ctx) {
  const found = (await ctx.journal.drafts()).filter((one) => one.kind === "new");
  return found.sort((a, b) => b.at - a.at);
}

/**
 * The draft that fills the box: the one asked for, one begun with the same boxes, else the newest.
 * @param {Place} place
 * @param {Draft[]} drafts
 * @param {Context} ctx
 * @returns {Promise<Draft>}
 */
async function draftFor(place, drafts, ctx) {
  const { draft: id, fresh } = place.state;
  const fitting = place.template ? drafts.filter((one) => (one.facets.template?.id ?? place.template) === place.template) : drafts;
  const shared = place.path === "/write/shared" ? await (await import("/static/js/phone/update.js")).takeShared() : null;
  const found = shared || fresh ? undefined : (drafts.find((one) => one.entry === id) ?? fitting[0]);
  /** @type {Draft} */
  const draft = found ?? { entry: crypto.randomUUID(), parents: [], body: shared ?? "", facets: {}, kind: "new", at: Date.now() };
  if (place.template && !draft.facets.template) draft.facets = { ...draft.facets, template: { id: place.template, sections: {} } };
  if (shared) {
    await ctx.journal.keepDraft(draft);
    (await import("/static/js/phone/update.js")).sharedKept();
  }
  return draft;
}

/**
 * What is being changed, or the entry as it stands, its versions joined where there are two.
 * @param {Place} place
 * @param {Context} ctx
 * @returns {Promise<Draft | null>}
 */
async function draftOver(place, ctx) {
  const begun = await ctx.journal.draft(place.id);
  if (begun) return begun;
  const entry = await ctx.journal.entry(place.id);
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

/** @param {any} form @returns {Record<string, any>} */
function readMarks(form) {
  const data = new FormData(form);
  const elements = Object.fromEntries(
    ELEMENTS.map(({ key }) => [key, String(data.get(`f-elements-${key}`) ?? "")]).filter(([, state]) => state),
  );
  /** @type {Record<string, any>} */
  const marks = { elements: Object.keys(elements).length ? elements : null, valence: data.get("f-valence") || null };
  const id = form.dataset.template;
  if (id) {
    const names = [...data.keys()].filter((name) => name.startsWith("t-"));
    const sections = names.map((name) => [name.slice(2), String(data.get(name)).replaceAll("\r\n", "\n")]);
    const filled = sections.filter(([, text]) => text.trim());
    marks.template = filled.length ? { id, sections: Object.fromEntries(filled) } : null;
  }
  return marks;
}

/**
 * The boxes of the draft's template, above the big box.
 * @param {Draft} draft
 * @param {any} form
 * @param {Context} ctx
 * @returns {Promise<HTMLTextAreaElement[]>}
 */
async function templateBoxes(draft, form, ctx) {
  const given = draft.kind === "new" ? draft.facets.template : null;
  const template = given && (await ctx.catalogue()).templates.find((one) => one.id === given.id);
  if (!template) return [];
  const place = $(form, "[data-boxes]");
  place.hidden = false;
  const set = part("boxes");
  $(set, "h1").textContent = template.label;
  $(set, ".hint").textContent = `${template.summary} Fill in what helps and leave the rest.`;
  const { textField } = await import("/static/js/phone/facets.js");
  const fields = template.steps.map((step) => {
    const { field, box } = textField(`t-${step.id}`, step.label, step.prompt, given.sections[step.id] ?? "", step.hint);
    set.append(field);
    return box;
  });
  place.append(set);
  form.dataset.template = template.id;
  const heading = $(form, ".box-label");
  const smaller = make("h2", null, { class: "box-label" });
  smaller.append($(heading, "label"));
  $(smaller, "label").textContent = "Anything else?";
  heading.replaceWith(smaller);
  return fields;
}

/** @param {HTMLElement} place @param {Context} ctx */
function listTemplates(place, ctx) {
  const closed = $(place, "details");
  closed.addEventListener("toggle", async () => {
    const { templates } = await ctx.catalogue();
    const rows = templates.map((one) => {
      const row = part("template-row");
      $(row, "a").textContent = one.label;
      $(row, "a").href = `/write/with/${one.id}`;
      $(row, "[data-default]").hidden = !one.default;
      $(row, "[data-summary]").textContent = one.summary;
      return row;
    });
    $(place, "[data-templates]").replaceChildren(...rows);
  }, { once: true });
}

/** @param {HTMLElement} place @param {Draft[]} drafts @param {Context} ctx */
function listDrafts(place, drafts, ctx) {
  place.hidden = !drafts.length;
  for (const one of drafts) {
    const row = part("draft-row");
    $(row, "[data-when]").textContent = lately(one.at);
    $(row, "[data-words]").textContent = firstWords(fullDraft(one)) || "Only marks so far";
    on(row, "open", () => ctx.go("/write", { draft: one.entry }));
    const drop = on(row, "drop", async () => {
      if (!drop.dataset.sure) {
        drop.dataset.sure = "yes";
        drop.textContent = "Throw it away for good?";
        return;
      }
      await ctx.journal.dropDraft(one.entry);
      row.remove();
      place.hidden = !place.querySelector("li");
    });
    $(place, "ul").append(row);
  }
}

/** Put the note of the box and "Saved on this phone" in one row, which is there from the start. @param {any} form */
function noteRow(form) {
  const row = make("div", null, { class: "note-row" });
  $(form, ".box").append(row);
  row.append($(form, ".box-note"), $(form, "[data-kept]"));
}

/** @param {any} form @param {Keeper} keeper @param {Context} ctx */
function offerMore(form, keeper, ctx) {
  const place = $(form, "[data-facets]");
  const closed = place.closest("details");
  /** @type {string[]} */
  let passedOver = [];
  /** @type {string[]} */
  let shown = [];
  const fill = async () => {
    const [{ offer }, { facetField }, { facets }] = await Promise.all([
      import("/static/js/phone/offer.js"),
      import("/static/js/phone/facets.js"),
      ctx.catalogue(),
    ]);
    const { elements, valence } = readMarks(form);
    const given = facets.filter((one) => one.offer && keeper.facets[one.id] !== undefined && !shown.includes(one.id));
    const next = offer(facets, { ...keeper.facets, elements, valence }, elements ?? {}, valence, { passedOver });
    shown = [...given, ...next].map((one) => one.id);
    place.replaceChildren(
      ...[...given, ...next].map((one) =>
        facetField(one, keeper.facets[one.id], (value) => {
          if (value === undefined) delete keeper.facets[one.id];
          else keeper.facets[one.id] = value;
          keeper.changed();
        }),
      ),
    );
    $(form, '[data-do="others"]').hidden = !next.length;
  };
  closed.addEventListener("toggle", () => closed.open && !shown.length && fill());
  on(form, "others", () => {
    passedOver = [...new Set([...passedOver, ...shown])];
    shown = [];
    fill();
  });
}

/**
 * What may come after the first paint: elements the words point at, and names that are marked. Neither touches the box.
 * @param {any} form
 * @param {HTMLTextAreaElement} box
 * @param {Keeper} keeper
 * @param {Context} ctx
 * @returns {Promise<() => void>} how to stop
 */
async function later(form, box, keeper, ctx) {
  let stopped = false;
  let timer = 0;
  /** @type {() => void} */
  let stopMarks = () => {};
  const suggest = async () => {
    const analyser = box.value.trim().length > 40 && box.value.length < 20_000 ? await ctx.analyser() : null;
    if (!analyser || stopped) return;
    const hinted = analyser.analyse(box.value).elements.map((/** @type {{element: string}} */ one) => one.element);
    for (const { key } of ELEMENTS) {
      const chip = $(form, `[name="f-elements-${key}"]`).closest(".chip");
      chip.classList.toggle("chip-suggested", hinted.includes(key));
      $(chip, ".chip-words .when-unmarked").textContent = hinted.includes(key) ? "in your words?" : "not marked";
    }
  };
  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(suggest, THINK);
  });
  ctx.idle(async () => {
    if (stopped) return;
    if (box.value) suggest();
    stopMarks = (await ctx.marks(box)) ?? stopMarks;
    if (stopped) stopMarks();
  });
  return () => {
    stopped = true;
    clearTimeout(timer);
    stopMarks();
  };
}

/** A long press on a chip says what the element means on both sides. @param {any} form */
function helpOnLongPress(form) {
  const said = part("element-said");
  form.append(said);
  for (const chip of form.querySelectorAll(".chip")) {
    chip.addEventListener("contextmenu", (/** @type {Event} */ event) => {
      event.preventDefault();
      const key = $(chip, "input").name.replace("f-elements-", "");
      const words = copy(`said-${key}`);
      $(said, "h2").textContent = $(words, "b").textContent;
      const [mine, theirs] = words.querySelectorAll("p");
      $(said, "[data-mine]").textContent = mine.textContent;
      $(said, "[data-theirs]").textContent = theirs.textContent;
      said.showPopover?.();
    });
  }
}
