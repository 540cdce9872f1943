/**
 * What stands around the box: boxes of a template, other drafts, "More", what the words point at. It comes after the box
 * can be written in.
 * @module
 */

import { wordsOf } from "/static/js/phone/views/write.js";
import { $, copy, ELEMENTS, firstWords, lately, make, on, part, speak } from "/static/js/phone/dom.js";

/** @typedef {import("/static/js/phone/context.js").Context} Context */
/** @typedef {import("/static/js/phone/journal.js").Draft} Draft */
/** @typedef {import("/static/js/phone/views/write.js").Keeper} Keeper */

const THINK = 1200;

/**
 * Put it there; gives what stops it.
 * @param {{form: any, box: HTMLTextAreaElement, keeper: Keeper, others: Draft[], ctx: Context}} writing
 * @returns {() => void}
 */
export function start({ form, box, keeper, others, ctx }) {
  const view = $(document, "#view");
  if (keeper.draft.kind === "new") {
    listTemplates($(view, "[data-new]"), ctx);
    const another = on(view, "another", () => keeper.flush().then(() => ctx.go("/write", { fresh: true })));
    another.hidden = !(keeper.held || box.value); // words may stand in the box that are still on their way to be kept
    form.addEventListener("input", () => (another.hidden = false));
    listDrafts($(view, "[data-drafts]"), others, ctx);
  }
  offerMore(form, keeper, ctx);
  helpOnLongPress(form);
  return later(form, box, keeper.draft, ctx);
}

/**
 * The boxes of the draft's template, above the big box.
 * @param {Draft} draft
 * @param {any} form
 * @param {Context} ctx
 */
export async function templateBoxes(draft, form, ctx) {
  const given = draft.kind === "new" ? draft.facets.template : null;
  /** @type {import("/static/js/phone/context.js").Template | undefined} */
  const template = given && (await ctx.catalogue()).templates.find((one) => one.id === given.id);
  if (!template) return;
  const place = $(form, "[data-boxes]");
  place.hidden = false;
  const set = part("boxes");
  $(set, "h1").textContent = speak(template.label);
  $(set, ".hint").textContent = `${speak(template.summary)} ${speak("Fill in what helps and leave the rest.")}`;
  const { textField } = await import("/static/js/phone/facets.js");
  for (const { id, label, prompt, hint } of template.steps) {
    set.append(textField(`t-${id}`, label, prompt, given.sections[id] ?? "", hint).field);
  }
  place.append(set);
  form.dataset.template = template.id;
  const heading = $(form, ".box-label");
  const smaller = make("h2", null, { class: "box-label" });
  smaller.append($(heading, "label"));
  $(smaller, "label").textContent = speak("Anything else?");
  heading.replaceWith(smaller);
}

/** @param {HTMLElement} place @param {Context} ctx */
function listTemplates(place, ctx) {
  const closed = $(place, "details");
  const fill = async () => {
    const { templates } = await ctx.catalogue();
    const rows = templates.map((one) => {
      const row = part("template-row");
      $(row, "a").textContent = speak(one.label);
      $(row, "a").href = `/write/with/${one.id}`;
      $(row, "[data-default]").hidden = !one.default;
      $(row, "[data-summary]").textContent = speak(one.summary);
      return row;
    });
    $(place, "[data-templates]").replaceChildren(...rows);
  };
  if (closed.open) fill();
  else closed.addEventListener("toggle", fill, { once: true });
}

/** @param {HTMLElement} place @param {Draft[]} drafts @param {Context} ctx */
function listDrafts(place, drafts, ctx) {
  place.hidden = !drafts.length;
  for (const one of drafts) {
    const row = part("draft-row");
    $(row, "[data-when]").textContent = lately(one.at);
    $(row, "[data-words]").textContent = firstWords(wordsOf(one)) || speak("Only marks so far");
    on(row, "open", () => ctx.go("/write", { draft: one.entry }));
    const drop = on(row, "drop", async () => {
      if (!drop.dataset.sure) {
        drop.dataset.sure = "yes";
        drop.textContent = speak("Throw it away for good?");
        return;
      }
      await ctx.journal.dropDraft(one.entry);
      row.remove();
      place.hidden = !place.querySelector("li");
    });
    $(place, "ul").append(row);
  }
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
    const { elements, valence } = keeper.marks();
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
  let filling = false;
  const opened = async () => {
    if (!closed.open || shown.length || filling) return;
    filling = true;
    await fill().finally(() => (filling = false));
  };
  closed.addEventListener("toggle", opened);
  opened(); // a thumb may have been there first
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
 * @param {Draft} draft
 * @param {Context} ctx
 * @returns {() => void} how to stop
 */
function later(form, box, draft, ctx) {
  let stopped = false;
  let timer = 0;
  /** @type {() => void} */
  let stopMarks = () => {};
  const suggest = async () => {
    const found = box.value.trim().length > 40 && box.value.length < 20_000 ? await ctx.analysis(box.value) : null;
    if (!found || stopped) return;
    const hinted = found.elements;
    for (const { key } of ELEMENTS) {
      const chip = $(form, `[name="f-elements-${key}"]`).closest(".chip");
      chip.classList.toggle("chip-suggested", hinted.includes(key));
      $(chip, ".chip-words .when-unmarked").textContent = hinted.includes(key) ? speak("in your words?") : speak("not marked");
    }
  };
  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(suggest, THINK);
  });
  // The lists are large: they are fetched for words, not for an empty box.
  let begun = false;
  const mark = () => {
    if (begun || !box.value) return;
    begun = true;
    ctx.idle(async () => {
      if (stopped) return;
      suggest();
      // What was kept with the entry before is not asked about again when a change of it is kept.
      const kept = draft.kind === "edit" ? (await ctx.entry(draft.entry))?.heads.map(({ body }) => body) : [];
      stopMarks = (await ctx.marks(box, kept?.join("\n"))) ?? stopMarks;
      if (stopped) stopMarks();
    });
  };
  box.addEventListener("input", mark);
  mark();
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
