/**
 * The shell's start: whose journal, is it locked, which view. Everything it shows comes from the phone.
 * @module
 */

import { $, data, make, part } from "/static/js/phone/dom.js";
import { alone, broken, dress, paint, say } from "/static/js/phone/page.js";
import * as people from "/static/js/phone/people.js";
import { openStore } from "/static/js/phone/store.js";

/**
 * @typedef {import("/static/js/phone/context.js").Place} Place
 * @typedef {import("/static/js/phone/context.js").View} View
 * @typedef {import("/static/js/phone/context.js").Context} Context
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
const LOOK = /** @type {Record<string, string>} */ ({ write: "write", edit: "write", question: "quiet", entry: "one-entry", themes: "wide" });
const here = $(document, "#view");
// Begun at once, while it is found out whose journal this is.
const opening = import("/static/js/phone/context.js");
const writing = import("/static/js/phone/views/write.js");
const reading = data("facets");
for (const one of [opening, writing, reading]) one.catch(() => {});

/** @type {View} */
let view = {};
let turn = 0;
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
  dress(LOOK[place?.name ?? ""] ?? "");
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
        return await (await writing).show(place, ctx);
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

/** Keep what is typed; false where it could not be kept. */
const settle = async () => (await view.settle?.()) ?? true;

/** Take the words off the screen; a page that starts anew holds none in memory. */
async function shut() {
  // What could not be kept stays in its box, with the way to copy it.
  if (!(await settle())) return;
  here.replaceChildren();
  location.reload();
}

/** Show what this person's roles open. @param {import("/static/js/phone/people.js").Person} person */
function sections({ roles }) {
  const bar = $(document, "#sections");
  bar.hidden = false;
  const more = part("sections-more");
  for (const one of more.querySelectorAll("[data-role]")) if (!roles.includes(one.getAttribute("data-role") ?? "")) one.remove();
  if (!more.children.length) return;
  bar.append(more);
  document.documentElement.classList.add("with-more");
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
  if (location.hash === "#out") {
    await people.ended(fetch);
    location.replace("/sign-in");
    return null;
  }
  await people.finish();
  const arrived = location.hash === "#in";
  const known = arrived ? null : await people.current();
  if (known) return { person: known, key: null, raw: null };
  try {
    // A sign-out the server has not heard of comes first: it must not be undone by the session it should have ended.
    if (!(await people.resume(fetch))) throw new people.NotBegun("");
    const begun = await people.begin(fetch);
    // Not before it is done: a reload must not open the journal of whoever was here before.
    if (arrived) history.replaceState(history.state, "", location.pathname + location.search);
    return begun.shut ? { person: begun.person, key: null, raw: null } : begun;
  } catch (error) {
    const { code } = /** @type {{code?: string}} */ (error);
    if (code === undefined) throw error;
    if (code === "not_keeping") {
      // Somebody signed in on a shared device: the worker is a left-over, and the plain pages are meant.
      await (await import("/static/js/phone/update.js")).forgetWorker();
      location.reload();
      return null;
    }
    // A sign-out has just been told: what is open to anybody is the server's to show.
    if (code === "sign_in_needed" && elsewhere()) {
      location.reload();
      return null;
    }
    alone(code === "device_revoked" ? "gone" : "start", "Sign in");
    const parked = (await people.people()).some((one) => one.parked);
    here.querySelector("[data-parked]")?.toggleAttribute("hidden", !parked);
    return null;
  }
}

/** Look whether this journal is still the open one, when the page is seen again: another page may have closed it. */
async function still() {
  if (document.visibilityState === "hidden") return;
  const open = await people.current().then((now) => now?.id === ctx.person.id, () => true);
  if (!open || !(await ctx.store.get("keys", "device").catch(() => true))) await shut();
}

/** @param {import("/static/js/phone/people.js").Person} person @param {import("/static/js/phone/store.js").Store} store */
async function opened(person, store) {
  const held = await store.get("keys", "device");
  if (held instanceof CryptoKey) return held;
  const { unlocked } = await import("/static/js/phone/views/locked.js");
  return (await unlocked({ store, person, paint, away: elsewhere() })) ?? alone("start", "Sign in");
}

/** Tell whether the worker, or the server, put the shell in the place of another page. */
const elsewhere = () => !placeOf(location.pathname) && location.pathname !== "/shell";

async function boot() {
  history.scrollRestoration = "manual";
  const given = await whose();
  if (!given) return;
  const { person, raw } = given;
  const [{ facets }, store] = await Promise.all([reading, openStore(person.id)]);
  const key = given.key ?? (await opened(person, store));
  if (!key) return;
  ctx = await (await opening).contextOf({ person, store, key, raw, facets }, { go, settle });
  sections(person);
  addEventListener("popstate", open);
  addEventListener("click", follow);
  addEventListener("pagehide", () => history.replaceState({ ...history.state, scroll: scrollY }, ""));
  ctx.journal.addEventListener("locked", shut);
  document.addEventListener("visibilitychange", still);
  addEventListener("pageshow", ({ persisted }) => persisted && still());
  watchKeyboard();
  await open();
  scrollTo({ top: history.state?.scroll ?? 0, behavior: "instant" });
  ctx.idle(async () => (await import("/static/js/phone/afterwards.js")).start(ctx));
}

boot().catch(broken);
