/**
 * One entry: its words, marks and answers, where it stands, its versions, and what can be done with it.
 * @module
 */

import { fullText } from "/static/js/phone/merge.js";
import { $, clock, copy, date, ELEMENTS, firstWords, make, mark, on, part, savedLine, speak } from "/static/js/phone/dom.js";

/** @typedef {import("/static/js/phone/context.js").Place} Place */
/** @typedef {import("/static/js/phone/context.js").Context} Context */
/** @typedef {import("/static/js/phone/merge.js").Entry} Entry */

const OWN_PLACE = ["elements", "valence", "not_in_releases"];

/** @param {Place} place @param {Context} ctx */
export async function show(place, ctx) {
  const first = await ctx.entry(place.id);
  if (!first) return ctx.missing();
  let entry = first;
  let was = seen(entry);
  ctx.paint(await drawn(entry, ctx), speak("Entry of {day}", { day: date(entry.startedAt) }));
  const changed = async () => {
    const now = await ctx.entry(place.id);
    if (!now) return ctx.missing();
    entry = now;
    $(document, "#view [data-saved]").replaceChildren(savedLine(entry));
    // Only other words, or another state, are worth drawing the page again while somebody reads it.
    if (seen(now) === was) return;
    was = seen(now);
    ctx.repaint(await drawn(now, ctx));
  };
  ctx.journal.addEventListener("change", changed);
  return { leave: () => ctx.journal.removeEventListener("change", changed) };
}

/** @param {Entry} entry */
const seen = (entry) => [...entry.headIds, entry.state].join(" ");

/** @param {Entry} entry @param {Context} ctx @returns {Promise<DocumentFragment>} */
async function drawn(entry, ctx) {
  const catalogue = await ctx.catalogue();
  const page = copy("entry");
  const { facets, answers } = entry.head;
  const path = `/entries/${entry.id}`;
  $(page, "h1").textContent = date(entry.startedAt);
  $(page, "[data-time]").textContent = speak("Begun at {time}", { time: clock(entry.startedAt) });
  if (facets.elements) $(page, "[data-marks]").append(mark(facets.elements, "l"));
  if (facets.valence) $(page, "[data-marks]").append(part(`went-${facets.valence}`));
  $(page, "[data-saved]").append(savedLine(entry));
  heads($(page, "[data-heads]"), entry, ctx);
  for (const one of answers) $(page, "[data-answers]").append(ownCard(one.question, one.text));
  for (const one of catalogue.facets) {
    if (facets[one.id] !== undefined && !OWN_PLACE.includes(one.id)) {
      $(page, "[data-facets]").append(await givenFacet(one, facets[one.id], ctx));
    }
  }
  $(page, "[data-ask] a").href = `${path}/question`;
  $(page, '[data-to="edit"]').href = `${path}/edit`;
  $(page, '[data-to="revisions"]').href = `${path}/revisions`;
  online(page, entry, ctx);
  figures($(page, "[data-figures]"), entry, ctx);
  again($(page, "[data-again]"), entry, ctx);
  addMore($(page, "[data-add]"), entry, ctx);
  const [signposts, ask] = [$(page, "[data-signposts]"), $(page, "[data-ask]")];
  const [suggested, parts] = [$(page, "[data-suggested]"), $(page, "[data-parts]")];
  ctx.idle(() => look(entry, { signposts, ask, suggested, parts }, ctx));
  return page;
}

/** @param {HTMLElement} place @param {Entry} entry @param {Context} ctx */
function heads(place, entry, ctx) {
  if (entry.state === "refused") {
    const said = part("refused");
    $(said, "[data-why]").textContent = entry.message ?? "";
    place.append(said);
  }
  const two = entry.heads.length > 1;
  if (two) {
    const said = part("two-heads");
    $(said, "a").href = `/entries/${entry.id}/edit`;
    on(said, "join", () => join(entry, ctx));
    place.append(said);
  }
  for (const head of entry.heads) {
    if (two) place.append(make("h2", speak("Version of {day}", { day: date(head.written_at) })));
    place.append(ownText(head.body));
  }
}

/** Keep both versions, one after the other, as one that follows them both. @param {Entry} entry @param {Context} ctx */
async function join(entry, ctx) {
  const { body, facets } = await ctx.joined(entry);
  try {
    await ctx.journal.save({ entry: entry.id, parents: entry.headIds, body, facets, kind: "edit", at: Date.now() });
    ctx.say("Both are kept together, on this phone.");
  } catch (error) {
    ctx.trouble($(document, "#view [data-heads]"), error, () => body);
  }
}

/** @param {string} text */
function ownText(text) {
  const made = part("own-text");
  made.textContent = text;
  return made;
}

/** @param {string} title @param {string} text */
function ownCard(title, text) {
  const made = part("own-card");
  $(made, "h2").textContent = title;
  $(made, "h2").classList.add("own-words");
  made.append(ownText(text));
  return made;
}

/** @param {any} facet @param {any} value @param {Context} ctx */
async function givenFacet(facet, value, ctx) {
  const made = part("own-card");
  $(made, "h2").textContent = speak(facet.label);
  if (facet.kind === "template") {
    const { templates } = await ctx.catalogue();
    for (const look of Array.isArray(value) ? value : [value]) {
      const shape = templates.find((one) => one.id === look.id);
      made.append(make("h3", shape?.label ?? look.id));
      for (const [id, text] of Object.entries(look.sections)) {
        made.append(make("h4", shape?.steps.find((one) => one.id === id)?.label ?? id), ownText(text));
      }
    }
    return made;
  }
  const { facetLines } = await import("/static/js/phone/facets.js");
  const lines = make("dl", null, { class: "stack" });
  for (const [label, words, own] of facetLines(facet, value)) {
    const row = make("div");
    if (label) row.append(make("dt", label));
    row.append(make("dd", words, own ? { class: "own-words" } : {}));
    lines.append(row);
  }
  made.append(lines);
  return made;
}

/** What goes to the server's own pages: only what it holds can be shared or erased. */
/** @param {DocumentFragment} page @param {Entry} entry @param {Context} ctx */
function online(page, entry, ctx) {
  const there = entry.state === "synced";
  const share = $(page, '[data-to="share"]');
  share.href = `/bring/${entry.id}`;
  share.hidden = !there;
  $(page, "[data-cannot]").hidden = there;
  const form = $(page, "[data-erase]");
  form.hidden = !there;
  form.action = `/entries/${entry.id}/erase`;
  form.addEventListener("submit", (/** @type {Event} */ event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    ctx.say("Erasing needs a signal. Nothing was erased.");
  });
}

/** @param {HTMLElement} place @param {Entry} entry @param {Context} ctx */
function figures(place, entry, ctx) {
  if (!ctx.person.organisation) return;
  const out = Boolean(entry.head.facets.not_in_releases);
  place.hidden = false;
  $(place, "p").textContent = out
    ? speak("This entry stays out of your organisation's figures.")
    : speak("If you agreed to be counted, this entry adds to your organisation's figures. No words of it do.");
  const button = on(place, "figures", async () => {
    const { not_in_releases: _, ...facets } = entry.head.facets;
    await refacet(entry, out ? facets : { ...facets, not_in_releases: true }, ctx);
  });
  button.textContent = out ? speak("Let it count") : speak("Leave this one out");
}

/** @param {Entry} entry @param {Record<string, any>} facets @param {Context} ctx */
async function refacet(entry, facets, ctx) {
  try {
    await ctx.journal.refacet(entry.id, facets);
    ctx.say("Saved on this phone.");
  } catch (error) {
    ctx.trouble($(document, "#view [data-heads]"), error, () => "");
  }
}

/** @param {HTMLElement} place @param {Entry} entry @param {Context} ctx */
function again(place, entry, ctx) {
  place.hidden = entry.state !== "synced";
  const closed = $(place, "details");
  closed.addEventListener("toggle", async () => {
    const { templates } = await ctx.catalogue();
    const rows = templates.map((one) => {
      const row = part("template-row");
      $(row, "a").textContent = speak(one.label);
      $(row, "a").href = `/entries/${entry.id}/again/${one.id}`;
      $(row, "[data-summary]").textContent = one.summary;
      return row;
    });
    $(place, "[data-templates]").replaceChildren(...rows);
  }, { once: true });
}

/** @param {HTMLElement} place @param {Entry} entry @param {Context} ctx */
async function addMore(place, entry, ctx) {
  const { facets } = entry.head;
  const [{ offer }, { facetField }, catalogue] = await Promise.all([
    import("/static/js/phone/offer.js"),
    import("/static/js/phone/facets.js"),
    ctx.catalogue(),
  ]);
  const offered = offer(catalogue.facets, facets, facets.elements ?? {}, facets.valence);
  /** @type {Record<string, any>} */
  const given = {};
  place.hidden = !offered.length;
  $(place, "[data-offered]").replaceChildren(
    ...offered.map((one) =>
      facetField(one, undefined, (value) => {
        given[one.id] = value;
      }),
    ),
  );
  $(place, "form").addEventListener("submit", (/** @type {Event} */ event) => {
    event.preventDefault();
    const filled = Object.entries(given).filter(([, value]) => value !== undefined);
    if (filled.length) refacet(entry, { ...facets, ...Object.fromEntries(filled) }, ctx);
    else ctx.say("Choose something first, or leave it: both are fine.");
  });
}

/**
 * What the phone's own analyser finds: people to turn to, what is here and what is not, elements the words point at.
 * @param {Entry} entry
 * @param {{signposts: HTMLElement, ask: HTMLElement, suggested: HTMLElement, parts: HTMLElement}} places
 * @param {Context} ctx
 */
async function look(entry, { signposts, ask, suggested, parts }, ctx) {
  const text = fullText(entry.head, await ctx.catalogue());
  const found = await ctx.analysis(text);
  if (!found || !suggested.isConnected) return;
  here(parts, text, found.parts);
  const kinds = found.signposts;
  signposts.replaceChildren(...kinds.map((kind) => part(`signpost-${kind}`)));
  const asked = (await ctx.journal.asked()).filter((one) => one.entry_id === entry.id);
  ask.hidden = kinds.includes("distress") || asked.length >= 3;
  const marks = entry.head.facets.elements ?? {};
  const hinted = found.elements.filter((one) => !marks[one]);
  if (!hinted.length) return;
  const form = $(suggested, "form");
  for (const { key } of ELEMENTS) {
    const chip = $(form, `[name="f-elements-${key}"]`).closest(".chip");
    const now = $(form, `[name="f-elements-${key}"][value="${marks[key] ?? ""}"]`);
    now.checked = true;
    chip.classList.toggle("chip-suggested", hinted.includes(key));
    if (hinted.includes(key)) $(chip, ".chip-words .when-unmarked").textContent = speak("in your words?");
  }
  suggested.hidden = false;
  form.addEventListener("submit", (/** @type {Event} */ event) => {
    event.preventDefault();
    const data = new FormData(form);
    const given = ELEMENTS.map(({ key }) => [key, String(data.get(`f-elements-${key}`) ?? "")]).filter(([, state]) => state);
    const { elements: _, ...facets } = entry.head.facets;
    refacet(entry, given.length ? { ...facets, elements: Object.fromEntries(given) } : facets, ctx);
  });
}

/** @type {Record<string, string>} in the order a reflection is told */
const PARTS = {
  description: speak("what happened"),
  feeling: speak("how it felt"),
  perspective: speak("how others may have seen it"),
  analysis: speak("what you make of it"),
  learning: speak("what you take from it"),
  plan: speak("what comes next"),
};

/**
 * Say what is here, each with words of the author's, and what is not here yet. Never a measure of anything.
 * @param {HTMLElement} place
 * @param {string} text
 * @param {[string, [number, number][]][]} found
 */
function here(place, text, found) {
  const letters = [...text];
  const spans = new Map(found);
  for (const [part, words] of Object.entries(PARTS)) {
    const [span] = spans.get(part) ?? [];
    if (!spans.has(part)) continue;
    const row = make("div");
    row.append(make("dt", speak("Here: {part}", { part: words })));
    if (span) {
      const said = make("dd", null, { class: "own-words" });
      said.append(make("q", firstWords(letters.slice(...span).join(""), 160)));
      row.append(said);
    }
    $(place, "dl").append(row);
  }
  const missing = Object.entries(PARTS).filter(([part]) => !spans.has(part)).map(([, words]) => words);
  const rest = $(place, "[data-missing]");
  rest.textContent = missing.length ? speak("Not here yet: {parts}. That may be just right for this one.", { parts: missing.join("; ") }) : "";
  place.hidden = false;
}
