/**
 * The shell's start: whose journal, is it locked, which view. Everything it shows comes from the phone.
 * @module
 */

import { $, copy, make, part } from "/static/js/phone/dom.js";
import { Journal } from "/static/js/phone/journal.js";
import * as lock from "/static/js/phone/lock.js";
import { joinedContent } from "/static/js/phone/merge.js";
import * as people from "/static/js/phone/people.js";
import { watchStatus } from "/static/js/phone/status.js";
import { openStore } from "/static/js/phone/store.js";
import { Syncer } from "/static/js/phone/sync.js";
import * as write from "/static/js/phone/views/write.js";

/**
 * @typedef {{name: string, path: string, id: string, template: string, state: Record<string, any>}} Place `state` is
 *   what the browser's history keeps with the page: ids and numbers, never words
 * @typedef {{settle?: () => Promise<boolean>, leave?: () => unknown}} View `settle`: keep what is typed, and say whether
 *   all of it is durable
 * @typedef {{id: string, label: string, summary: string, default?: boolean,
 *   steps: {id: string, label: string, prompt: string, hint: string}[]}} Template
 * @typedef {{facets: import("/static/js/phone/facets.js").Facet[], templates: Template[]}} Catalogue
 * @typedef {Awaited<ReturnType<typeof contextOf>>} Context
 */

const ID = "([0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})";
/** @type {[RegExp, (found: RegExpExecArray) => Partial<Place>][]} */
const ROUTES = [
  [/^\/write(?:\/shared)?$/, () => ({ name: "write" })],
  [/^\/write\/with\/([a-z0-9_-]+)$/, ([, template]) => ({ name: "write", template })],
  [/^\/(journal|themes)$/, ([, name]) => ({ name })],
  [new RegExp(`^/entries/${ID}(?:/(edit|question|revisions))?$`), ([, id, name = "entry"]) => ({ name, id: id.toLowerCase() })],
  [/^\/phone(?:\/(lock|safe|waiting))?$/, ([, name = "me"]) => ({ name })],
];
const SECTION = /** @type {Record<string, string>} */ ({ write: "write", question: "write", themes: "themes", me: "me", lock: "me", safe: "me", waiting: "me" });
const LOOK = /** @type {Record<string, string>} */ ({ write: "write", edit: "write", question: "quiet", themes: "wide" });
const brand = document.title;
const here = $(document, "#view");
const status = $(document, "#status");

/** @type {View} */
let view = {};
let turn = 0;
let first = true;
/** @type {string} */
let coming = "";

/** @param {string} path @returns {Place | null} */
function placeOf(path) {
  for (const [pattern, read] of ROUTES) {
    const found = pattern.exec(path);
    if (found) return { name: "", path, id: "", template: "", state: history.state ?? {}, ...read(found) };
  }
  return null;
}

/**
 * Put a view into the page: its title, its section, the focus on its heading (not on the first load).
 * @param {Node} fragment
 * @param {string} title
 */
function paint(fragment, title) {
  here.replaceChildren(fragment);
  document.title = `${title} - ${brand}`;
  if (first) return void (first = false);
  scrollTo({ top: history.state?.scroll ?? 0, behavior: "instant" });
  settleFocus(true);
}

/** Move the focus to the heading, where it is lost or the page is new. @param {boolean} [fresh] */
function settleFocus(fresh = false) {
  if (!fresh && document.activeElement !== document.body && document.activeElement?.id !== "main") return;
  const heading = here.querySelector("h1") ?? $(document, "#main");
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}

/** Draw the same page again, where it stands. @param {Node} fragment */
function repaint(fragment) {
  const top = scrollY;
  here.replaceChildren(fragment);
  scrollTo({ top, behavior: "instant" });
  settleFocus();
}

/** Say something short to everybody; it goes with the next page. @param {string} text */
function say(text) {
  status.querySelector(".notice:not([data-long])")?.remove();
  if (!text) return;
  const said = part("notice-kept");
  $(said, ".notice-title").remove();
  $(said, "p").textContent = text;
  status.prepend(said);
}

/**
 * Show why something could not be kept, with a way to copy it.
 * @param {HTMLElement} place
 * @param {any} error
 * @param {() => string} words
 */
function trouble(place, error, words) {
  const said = part("not-kept");
  const known = ["StoreFull", "StoreGone", "TooLong", "NothingToKeep"].includes(error?.name);
  $(said, "[data-why]").textContent = known ? error.message : "Something went wrong on this phone.";
  const button = $(said, '[data-do="copy"]');
  button.hidden = !words();
  if (error?.name === "NothingToKeep") {
    $(said, "h2").lastChild.textContent = "There is nothing to keep yet";
    $(said, "[data-why]").textContent = "Write a few words first. A sentence is enough.";
    $(said, "[data-why] + p").remove();
    button.remove();
  }
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(words());
    button.textContent = "Copied";
  });
  place.replaceChildren(said);
}

/**
 * Go to an address of the shell.
 * @param {string} path
 * @param {Record<string, any>} [state]
 * @param {string} [saying]
 * @param {boolean} [instead] in the place of this page, so that "back" does not come here again
 */
async function go(path, state = {}, saying = "", instead = false) {
  coming = saying;
  history.replaceState({ ...history.state, scroll: scrollY }, "");
  await view.leave?.();
  view = {};
  history[instead ? "replaceState" : "pushState"](state, "", path);
  await open();
}

/** @type {Context} */
let ctx;

/** Show what the address says. */
async function open() {
  const mine = ++turn;
  const place = placeOf(location.pathname);
  say(coming);
  coming = "";
  document.body.className = `shell ${LOOK[place?.name ?? ""] ?? ""}`;
  for (const link of document.querySelectorAll("[data-section]")) {
    const now = link.getAttribute("data-section") === (SECTION[place?.name ?? ""] ?? (place ? "journal" : ""));
    if (now) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  await view.leave?.();
  if (mine !== turn) return;
  view = {};
  if (!place) return alone("away", "No signal");
  const shown = (await show(place)) ?? {};
  if (mine === turn) view = shown;
  else await shown.leave?.();
}

/** @param {Place} place @returns {Promise<View | void>} */
async function show(place) {
  try {
    switch (place.name) {
      case "write":
      case "edit":
        return await write.show(place, ctx);
      case "question":
        return await (await import("/static/js/phone/views/question.js")).show(place, ctx);
      case "journal":
        return await (await import("/static/js/phone/views/journal.js")).show(place, ctx);
      case "entry":
        return await (await import("/static/js/phone/views/entry.js")).show(place, ctx);
      case "revisions":
        return await (await import("/static/js/phone/views/revisions.js")).show(place, ctx);
      case "themes":
        return await (await import("/static/js/phone/views/themes.js")).show(place, ctx);
      case "lock":
        return await (await import("/static/js/phone/views/lock.js")).show(place, ctx);
      case "safe": {
        const holder = make("div", null, { class: "view" });
        await (await import("/static/js/phone/views/safe.js")).show(holder, ctx);
        return paint(holder, "Is this phone safe?");
      }
      default:
        return await (await import("/static/js/phone/views/me.js")).show(place, ctx);
    }
  } catch (error) {
    return broken(error);
  }
}

/**
 * A page that stands by itself: nobody here, no signal, something broken.
 * @param {"start" | "away" | "broken" | "gone" | "no-entry"} name
 * @param {string} title
 */
function alone(name, title) {
  const page = copy(name);
  page.querySelector('[data-do="again"]')?.addEventListener("click", () => location.reload());
  paint(page, title);
}

/** @param {any} error */
function broken(error) {
  console.error(error?.name ?? "error");
  alone("broken", "Not opened");
  const why = $(here, "[data-why]");
  why.textContent = ["StoreGone", "StoreFull", "CannotOpen"].includes(error?.name) ? error.message : "";
}

/**
 * What every view stands on.
 * @param {{person: import("/static/js/phone/people.js").Person, store: import("/static/js/phone/store.js").Store,
 *   key: CryptoKey, raw: Uint8Array<ArrayBuffer> | null, facets: import("/static/js/phone/facets.js").Facet[]}} parts
 */
async function contextOf({ person, store, key, raw, facets }) {
  const journal = await Journal.open({ key, person: person.id }, store, /** @type {any} */ ({ facets }));
  const syncer = new Syncer({ journal, store, person: person.id, device: person.device });
  /** @type {Promise<Template[]> | null} */
  let templates = null;
  /** @type {Promise<any> | null} */
  let analyser = null;
  const catalogue = async () => {
    templates ??= data("templates").then((found) => found.templates);
    templates.catch(() => (templates = null));
    return { facets, templates: await templates.catch(() => /** @type {Template[]} */ ([])) };
  };
  return {
    person, store, journal, syncer, people, lock, key, raw, catalogue, go, say, paint, repaint, trouble, settleFocus,
    missing: () => alone("no-entry", "Not here"),
    locked: async () => (await lock.lockState(store)).kind === "locked",
    lockNow,
    /** @param {import("/static/js/phone/merge.js").Entry} entry @returns {Promise<import("/static/js/phone/merge.js").Content>} */
    joined: async (entry) => joinedContent([...entry.heads].reverse(), /** @type {any} */ ({ facets })),
    /** @returns {Promise<any>} the twin of the analyser, or null while it is not on the phone */
    analyser: () => {
      analyser ??= import("/static/js/analyser/index.js").then((found) => found.load());
      return analyser.catch(() => (analyser = null));
    },
    /** @param {() => unknown} work */
    idle: (work) => (globalThis.requestIdleCallback ?? setTimeout)(() => work(), { timeout: 1500 }),
    /** @param {HTMLTextAreaElement} box @returns {Promise<(() => void) | undefined>} how to stop */
    marks: async (box) => {
      try {
        const { startMarking } = await import("/static/js/components/marking.js");
        return startMarking(box, { words: () => journal.words(), keep: (/** @type {unknown} */ value) => journal.keepWords(value) }).stop;
      } catch {
        // The lists are not on the phone yet: they come with the next signal.
      }
    },
  };
}

/** @param {string} name @returns {Promise<any>} a data file of ours */
async function data(name) {
  const answer = await fetch(import.meta.resolve(`/static/data/schemas/${name}.json`));
  return answer.json();
}

/** Lock, here and in every tab, once what is typed is kept. */
async function lockNow() {
  await view.settle?.();
  if (await ctx.locked()) ctx.journal.lock();
}

/** Take the words off the screen; a page that starts anew holds none in memory. */
async function shut() {
  await view.settle?.();
  here.replaceChildren();
  location.reload();
}

/** Show what this person's roles open. @param {import("/static/js/phone/people.js").Person} person */
function sections({ roles }) {
  const bar = $(document, "#sections");
  bar.hidden = false;
  const more = part("sections-more");
  for (const one of more.querySelectorAll("[data-role]")) if (!roles.includes(one.getAttribute("data-role") ?? "")) one.remove();
  if (more.children.length) bar.append(more);
}

/** Follow links within the shell without leaving the page; others go to the server. @param {MouseEvent} event */
function follow(event) {
  const link = /** @type {HTMLElement} */ (event.target).closest?.("a[href]");
  if (!(link instanceof HTMLAnchorElement) || event.defaultPrevented || event.button) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || link.target || link.hasAttribute("download")) return;
  const { origin, pathname, hash } = link;
  if (origin !== location.origin || (hash && pathname === location.pathname) || !placeOf(pathname)) return;
  event.preventDefault();
  go(pathname);
}

/** On an iPhone the keyboard lies over the page: what is fixed to its end is lifted by as much. */
function watchKeyboard() {
  const seen = visualViewport;
  seen?.addEventListener("resize", () => {
    const covered = seen.scale === 1 ? Math.max(0, innerHeight - seen.height - seen.offsetTop) : 0;
    document.documentElement.style.setProperty("--keyboard", `${covered}px`);
  });
}

/** Find out whose journal to open. @returns {Promise<{person: any, key: CryptoKey | null, raw: any} | null>} */
async function whose() {
  const arrived = location.hash === "#in";
  if (arrived) history.replaceState(history.state, "", location.pathname + location.search);
  const known = arrived ? null : await people.current();
  if (known) return { person: known, key: null, raw: null };
  try {
    // A sign-out the server has not heard of comes first: it must not be undone by the session it should have ended.
    if (!arrived && !(await people.resume(fetch))) throw new people.NotBegun("");
    return await people.begin(fetch);
  } catch (error) {
    const { code } = /** @type {{code?: string}} */ (error);
    if (code === undefined) throw error;
    alone(code === "device_revoked" ? "gone" : "start", "Sign in");
    const parked = (await people.people()).some((one) => one.parked);
    here.querySelector("[data-parked]")?.toggleAttribute("hidden", !parked);
    return null;
  }
}

/** @param {import("/static/js/phone/people.js").Person} person @param {import("/static/js/phone/store.js").Store} store */
async function opened(person, store) {
  const state = await lock.lockState(store);
  if (state.kind === "open") return store.get("keys", "device");
  if (state.kind === "gone") return alone("start", "Sign in");
  const { unlocked } = await import("/static/js/phone/views/locked.js");
  return unlocked({ store, state, paint });
}

async function boot() {
  history.scrollRestoration = "manual";
  const given = await whose();
  if (!given) return;
  const { person, raw } = given;
  const [{ facets }, store] = await Promise.all([data("facets"), openStore(person.id)]);
  const key = given.key ?? (await opened(person, store));
  if (!key) return;
  ctx = await contextOf({ person, store, key, raw, facets });
  sections(person);
  addEventListener("popstate", open);
  addEventListener("click", follow);
  addEventListener("pagehide", () => history.replaceState({ ...history.state, scroll: scrollY }, ""));
  ctx.journal.addEventListener("locked", shut);
  watchKeyboard();
  await open();
  scrollTo({ top: history.state?.scroll ?? 0, behavior: "instant" });
  watchStatus(ctx);
  ctx.idle(async () => (await import("/static/js/phone/afterwards.js")).start(ctx, () => view.settle?.() ?? Promise.resolve(true)));
}

boot().catch(broken);
