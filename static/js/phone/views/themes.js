/**
 * What keeps coming up, as the server last worked it out; each sentence leads to its entry on this phone.
 * @module
 */

import { $, copy, counted, date, dates, draw, ELEMENTS, lately, make, month, part, speak, WENT } from "/static/js/phone/dom.js";

/** @typedef {import("/static/js/phone/context.js").Context} Context */
/**
 * @typedef {{key: string, label: string, found_label: string, count: number, since: string | null, trend: string, line: number[],
 *   elements: string[], went: Record<string, number>, hidden: boolean,
 *   evidence: {entry_id: string, text: string, written_at: string}[]}} Theme
 */

// More than a phone's screen, and what it can draw at once without making a thumb wait.
const SCREEN = 2;
const STATES = ["present", "strained", "missing"];

/** @param {import("/static/js/phone/context.js").Place} place @param {Context} ctx */
export async function show(place, ctx) {
  let held = await ctx.journal.themes();
  // Who comes back to the middle of the page finds it there.
  ctx.paint(drawn(held, ctx, place.state.scroll ? Infinity : SCREEN), "What keeps coming up");
  const changed = async (/** @type {any} */ event) => {
    if (event.detail?.entries !== null) return;
    const before = held;
    held = await ctx.journal.themes();
    // Most openings bring the same again: nothing moves under a thumb but the hour.
    const from = document.querySelector("#view [data-from]");
    if (before && held && from && same(before, held)) sayWhen(from, held);
    else ctx.repaint(drawn(held, ctx, Infinity));
  };
  ctx.journal.addEventListener("change", changed);
  return { leave: () => ctx.journal.removeEventListener("change", changed) };
}

/** @typedef {{at?: number, themes: Theme[], months: {month: string, marks: Record<string, Record<string, number>>}[]}} Held */

/** @param {Held} one @param {Held} other */
const same = (one, other) => JSON.stringify([one.themes, one.months]) === JSON.stringify([other.themes, other.months]);

/** @param {any} place @param {Held | null} held */
function sayWhen(place, held) {
  place.textContent = !held ? "" : held.at ? speak("As it was on {day}, {time}.", { day: date(held.at), time: lately(held.at) }) : speak("As it was last synced.");
  if (held?.at && new Date(held.at).toDateString() === new Date().toDateString()) place.textContent = speak("As it was today at {time}.", { time: lately(held.at) });
  place.hidden = !held;
}

/**
 * @param {Held | null} held
 * @param {Context} ctx
 * @param {number} first how many themes to draw now; the others, and what follows them, come when the page has time
 */
function drawn(held, ctx, first) {
  const page = copy("themes");
  const list = $(page, "[data-list]");
  sayWhen($(page, "[data-from]"), held);
  /** @type {Theme[]} */
  const themes = held?.themes ?? [];
  const shown = themes.filter((one) => !one.hidden);
  if (!shown.length) list.replaceWith(part(held ? "themes-none" : "themes-later"));
  const aside = $(page, "[data-hidden]");
  const table = $(page, "[data-months]");
  const end = () => {
    putAside(aside, themes.filter((one) => one.hidden), ctx);
    if (held?.months?.length) months(table, held.months);
  };
  const more = (/** @type {number} */ from, /** @type {number} */ to) => {
    list.append(...shown.slice(from, to).map((one) => card(one, ctx)));
    if (to >= shown.length) end();
    else ctx.idle(() => list.isConnected && more(to, to + 1));
  };
  more(0, first);
  return page;
}

/** @param {Theme} theme @param {Context} ctx */
function card(theme, ctx) {
  const made = part("theme");
  const since = theme.since ? month(theme.since) : speak("the start");
  $(made, "h2").textContent = theme.label;
  $(made, ".theme-facts").append(`${counted(theme.count, "{n} entry since {when}.", "{n} entries since {when}.", { when: since })} `, part(`trend-${theme.trend}`));
  const line = $(made, ".time-line svg");
  line.setAttribute("viewBox", `0 0 ${Math.max(1, theme.line.length) * 12} 20`);
  line.setAttribute("aria-label", counted(theme.count, "{n} entry since {when}.", "{n} entries since {when}.", { when: since }));
  theme.line.forEach((n, at) => {
    if (n) line.append(draw("circle", { cx: at * 12 + 6, cy: 10, r: n === 1 ? 3 : n === 2 ? 4.5 : 6 }));
  });
  $(made, "figcaption span").textContent = since;
  for (const { key } of ELEMENTS) if (!theme.elements.includes(key)) $(made, `[data-element="${key}"]`).remove();
  if (!theme.elements.length) $(made, ".element-list").remove();
  wentBar($(made, "[data-went]"), theme.went);
  const rest = $(made, "[data-rest]");
  const more = theme.evidence.slice(2);
  $(made, "[data-first]").append(...theme.evidence.slice(0, 2).map(evidence));
  if (more.length) {
    $(rest, "summary").append(counted(more.length, "{n} more", "{n} more"), make("span", ` ${speak("of {theme}", { theme: theme.label })}`, { class: "visually-hidden" }));
    rest.addEventListener("toggle", () => $(rest, "ul").append(...more.map(evidence)), { once: true });
  } else rest.remove();
  naming(made, theme, ctx);
  return made;
}

/** @param {Theme["evidence"][number]} sentence */
function evidence({ entry_id, text, written_at }) {
  const row = part("evidence");
  $(row, "a").href = `/entries/${entry_id}`;
  $(row, "q").textContent = text;
  $(row, ".evidence-date").textContent = date(written_at);
  return row;
}

let fields = 0;

/** @param {HTMLElement} made @param {Theme} theme @param {Context} ctx */
function naming(made, theme, ctx) {
  const form = $(made, "form");
  const field = $(form, "input");
  const id = `label-${++fields}`;
  $(form, "label").htmlFor = field.id = id;
  $(form, ".hint").id = `${id}-hint`;
  field.setAttribute("aria-describedby", `${id}-hint`);
  $(form, ".hint").textContent = speak("Found as: {label}", { label: theme.found_label });
  field.value = theme.label === theme.found_label ? "" : theme.label;
  form.addEventListener("submit", (/** @type {Event} */ event) => {
    event.preventDefault();
    choose({ key: theme.key, label: field.value.trim() }, ctx);
  });
  $(made, '[data-do="hide"]').addEventListener("click", () => choose({ key: theme.key, hidden: true }, ctx));
}

/** @param {{key: string, label?: string, hidden?: boolean}} choice @param {Context} ctx */
async function choose(choice, ctx) {
  try {
    const answer = await fetch("/api/themes", {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify({ ...choice, user: ctx.person.id }),
      redirect: "manual",
      cache: "no-store",
    });
    if (!answer.ok) throw new Error("not taken");
    const { hear } = await import("/static/js/phone/afterwards.js");
    await hear(ctx);
    ctx.say("That is remembered.");
  } catch {
    ctx.say("Naming and hiding need a signal, and that you are signed in. Nothing was changed.");
  }
}

/** @param {HTMLElement} place @param {Theme[]} hidden @param {Context} ctx */
function putAside(place, hidden, ctx) {
  place.hidden = !hidden.length;
  $(place, "summary").textContent = speak("Hidden by you ({n})", { n: hidden.length });
  for (const one of hidden) {
    const row = make("li", null, { class: "cluster" });
    const button = part("plain-button");
    button.textContent = speak("Show it again");
    button.addEventListener("click", () => choose({ key: one.key, hidden: false }, ctx));
    row.append(make("span", one.label, { class: "own-words" }), button);
    $(place, "ul").append(row);
  }
}

/** @param {HTMLElement} place @param {Record<string, number>} went */
function wentBar(place, went) {
  const total = Object.values(went).reduce((sum, n) => sum + n, 0);
  if (!total) return;
  const bar = part("went-bar");
  const picture = $(bar, "svg");
  picture.setAttribute("viewBox", `0 0 ${total} 1`);
  let x = 0;
  for (const key of Object.keys(WENT)) {
    const n = went[key] ?? 0;
    if (!n) continue;
    picture.append(draw("rect", { class: `how-${key.replaceAll("_", "-")}`, x, y: 0, width: n, height: 1 }));
    x += n;
    const row = make("li");
    const said = part(`went-${key}`);
    row.append($(said, "svg"), `${n} ${said.textContent?.trim()}`);
    $(bar, "ul").append(row);
  }
  place.append(bar);
}

const monthOf = dates({ month: "short", year: "numeric", timeZone: "UTC" });

/** @param {HTMLElement} place @param {{month: string, marks: Record<string, Record<string, number>>}[]} all */
function months(place, all) {
  place.hidden = false;
  for (const { month: first } of all) $(place, "thead tr").append(make("th", monthOf(first), { scope: "col" }));
  for (const { key } of ELEMENTS) {
    const row = $(place, `[data-element="${key}"]`);
    for (const { marks } of all) {
      const here = marks[key] ?? {};
      const cell = make("td");
      const said = STATES.filter((state) => here[state]).map((state) => `${here[state]} ${speak(state)}`);
      const sum = STATES.reduce((n, state) => n + (here[state] ?? 0), 0);
      if (sum) {
        // The commonest state; of equals the harder one, as on the page.
        const best = STATES.reduce((a, b) => ((here[b] ?? 0) >= (here[a] ?? 0) && here[b] ? b : a));
        const picture = part(`petal-${best}`);
        picture.classList.add(`size-${sum === 1 ? 1 : sum < 4 ? 2 : 3}`);
        cell.append(picture);
      }
      cell.append(make("span", said.join(", ") || speak("none"), { class: "visually-hidden" }));
      row.append(cell);
    }
  }
}
