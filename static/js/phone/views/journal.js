/**
 * The journal: entries by month, found by one's own words as they are typed, filtered by marks, days and themes.
 * @module
 */

import { fold, filter, fullText, search } from "/static/js/phone/merge.js";
import { $, copy, counted, date, firstWords, make, mark, month, on, part, speak, when } from "/static/js/phone/dom.js";

/** @typedef {import("/static/js/phone/context.js").Place} Place */
/** @typedef {import("/static/js/phone/context.js").Context} Context */
/** @typedef {import("/static/js/phone/merge.js").Entry} Entry */
/** @typedef {import("/static/js/phone/merge.js").Catalogue} Catalogue */

// What fills a screen is drawn at once, so that a letter shows what it found; the rest as the list is scrolled.
const SCREEN = 8;
const SLICE = 30;
const FOLD = 50;
const FILTERS = ["element", "state", "went", "theme", "from", "to"];

/** What was searched for and the theme chosen, while the page is open: words go into no address and no history. */
let searched = "";
let themed = "";

/** @param {Place} place @param {Context} ctx */
export async function show(place, ctx) {
  const [catalogue, themes] = await Promise.all([ctx.catalogue(), ctx.journal.themes()]);
  let entries = await ctx.journal.entries();
  const synced = () => ctx.store.get("meta", "synced_at");
  // Before the first sync nobody knows whether it is empty.
  let empty = (await synced()) ? "journal-empty" : "journal-later";
  const page = copy("journal");
  if (!place.state.seen) searched = themed = "";
  const form = $(page, "form");
  const list = $(page, "[data-list]");
  const found = $(page, "[data-found]");
  const older = $(page, "[data-more]");
  for (const one of themes?.themes ?? []) $(form, "#theme").append(make("option", one.label, { value: one.key }));
  $(form, "#words").value = searched;
  for (const name of FILTERS) $(form, `#${name}`).value = (name === "theme" ? themed : place.state[name]) ?? "";
  $(form, "details").open = FILTERS.some((name) => $(form, `#${name}`).value);
  /** @type {Entry[]} */
  let fitting = [];
  let shown = 0;
  /** @type {HTMLElement | null} */
  let part_ = null;

  /** @param {number} n */
  const more = (n) => {
    for (const entry of fitting.slice(shown, shown + n)) {
      const name = month(entry.startedAt);
      if (!part_ || $(part_, ".timeline-heading").textContent !== name) {
        part_ = part("month");
        $(part_, ".timeline-heading").textContent = name;
        list.append(part_);
      }
      $(part_, "ol").append(card(entry, searched, catalogue));
    }
    shown = Math.min(fitting.length, shown + n);
    older.hidden = shown >= fitting.length;
    remember({ shown });
  };
  const choose = () => {
    const chosen = Object.fromEntries(FILTERS.map((name) => [name, $(form, `#${name}`).value]));
    searched = $(form, "#words").value.trim();
    fitting = fits(searched ? search(entries, searched, catalogue) : entries, chosen, themes);
    const asked = Boolean(searched) || FILTERS.some((name) => chosen[name]);
    found.textContent = asked ? counted(fitting.length, "{n} entry fits.", "{n} entries fit.") : "";
    part_ = null;
    shown = 0;
    list.replaceChildren();
    themed = chosen.theme;
    remember({ ...chosen, theme: undefined, seen: true });
    if (!fitting.length) {
      list.append(part(asked ? "journal-none" : empty));
      if (asked) on(list, "everything", everything);
    }
  };
  const everything = () => {
    form.reset();
    redraw();
    $(form, "#words").focus();
  };
  let drawing = 0;
  const redraw = () => {
    cancelAnimationFrame(drawing);
    drawing = requestAnimationFrame(() => {
      choose();
      more(SCREEN);
    });
  };
  const changed = async (/** @type {any} */ { detail }) => {
    // Themes and questions that came: nothing of a list that stands.
    if (!detail.entries && entries.length) return;
    const held = shown;
    entries = await ctx.journal.entries();
    if (await synced()) empty = "journal-empty";
    if (!list.isConnected) return;
    choose();
    more(Math.max(held, SCREEN));
  };
  /** Make the texts ready to be searched, a few at a time. @param {number} from */
  let warm = (from) => {
    if (from >= entries.length) return;
    search(entries.slice(from, from + FOLD), "a", catalogue);
    ctx.idle(() => warm(from + FOLD));
  };
  on(page, "older", () => more(SLICE));
  choose();
  more(Math.max(place.state.shown ?? 0, SCREEN));
  form.addEventListener("input", redraw);
  form.addEventListener("submit", (/** @type {Event} */ event) => event.preventDefault());
  const watcher = new IntersectionObserver((seen) => {
    if (!seen.some((one) => one.isIntersecting) || older.hidden) return;
    more(SCREEN);
    // Told again where the end of the list is still in sight.
    watcher.unobserve(older);
    watcher.observe(older);
  }, { rootMargin: "600px" });
  watcher.observe(older);
  ctx.journal.addEventListener("change", changed);
  ctx.paint(page, "Journal");
  warm(0);
  return {
    leave() {
      warm = () => {};
      watcher.disconnect();
      ctx.journal.removeEventListener("change", changed);
    },
  };
}

/** Keep where the list stands with the page in the browser's history: ids and numbers only. @param {object} state */
const remember = (state) => history.replaceState({ ...history.state, ...state }, "");

/**
 * @param {Entry[]} entries
 * @param {Record<string, string>} chosen
 * @param {any} themes
 */
function fits(entries, { element, state, went, theme, from, to }, themes) {
  const within = theme ? new Set(idsOf(themes?.themes.find((/** @type {any} */ one) => one.key === theme))) : null;
  const first = from ? new Date(`${from}T00:00`).getTime() : -Infinity;
  const last = to ? new Date(`${to}T23:59:59.999`).getTime() : Infinity;
  return filter(entries, { element, went }).filter((entry) => {
    const marks = entry.head.facets.elements ?? {};
    const moment = Date.parse(entry.startedAt);
    const marked = !state || (element ? marks[element] === state : Object.values(marks).includes(state));
    return marked && moment >= first && moment <= last && (!within || within.has(entry.id));
  });
}

/** @param {any} theme @returns {string[]} the entries it rests on */
const idsOf = (theme) => theme?.entries ?? theme?.evidence.map((/** @type {{entry_id: string}} */ one) => one.entry_id) ?? [];

/** @param {Entry} entry @param {string} wanted @param {Catalogue} catalogue */
function card(entry, wanted, catalogue) {
  const made = part("entry-card");
  const { facets } = entry.head;
  $(made, ".entry-mark").replaceChildren(mark(facets.elements ?? {}, "m"));
  const day = $(made, ".entry-date");
  day.replaceChildren(when(entry.startedAt, date(entry.startedAt)));
  if (facets.valence) day.append(part(`went-${facets.valence}`));
  const link = $(made, "a");
  link.href = `/entries/${entry.id}`;
  link.replaceChildren(...words(fullText(entry.head, catalogue), wanted));
  const notes = [];
  if (entry.state === "waiting") notes.push(speak("waiting to be synced"));
  if (entry.state === "refused") notes.push(speak("not taken by the server"));
  if (entry.heads.length > 1) notes.push(speak("two versions to join"));
  if (notes.length) $(made, ".entry-notes").textContent = notes.join(" · ");
  else $(made, ".entry-notes").remove();
  return made;
}

/**
 * Give the first words, or those around the first match, every match marked.
 * @param {string} text
 * @param {string} wanted
 * @returns {(Node | string)[]}
 */
function words(text, wanted) {
  const parts = wanted.split(/\s+/).filter(Boolean);
  if (!parts.length) return [firstWords(text)];
  const pattern = new RegExp(`(${parts.map((one) => one.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|")})`, "giu");
  const at = text.search(pattern);
  const from = at > 80 ? text.lastIndexOf(" ", at - 40) + 1 : 0;
  const piece = `${from ? "... " : ""}${firstWords(text.slice(from))}`;
  const folded = new Set(parts.map(fold));
  return piece.split(pattern).map((one) => (folded.has(fold(one)) ? make("mark", one) : one));
}
