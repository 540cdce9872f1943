/**
 * The service worker: keeps the shell on the phone and answers for it with no signal. It keeps files of ours and the
 * support list, never a page of a person, an answer of the API or a word that somebody wrote. The server puts a line
 * before this text:
 * @typedef {object} Shell
 * @property {string} version changes with every file named here and with this text
 * @property {string} shell the address of the shell document
 * @property {string} document the first 12 hex digits of its SHA-256
 * @property {string[]} said what a reminder says, for each kind
 * @property {string[]} assets what the shell needs, under names that hold their own hash
 * @property {string[]} later what it needs a little later
 * @property {string[]} paths the addresses the shell answers, as patterns
 * @property {string} support the page that is kept as it was last seen
 * @property {string[]} open first parts of the addresses that show nobody's words
 */

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const { version, shell, document: whole, said, assets, later, paths, support, open: harmless } = /** @type {Shell} */ (SHELL);

const OURS = "afterword-shell-";
const HERE = OURS + version;
const HASHED = /^\/static\/.+-([0-9a-f]{12})\.\w+$/;
const ANY = { ignoreVary: true };
const DAY = 86_400_000;
/** How long what nobody waits for may take, and what somebody who looks for help waits for: no fetch ends by itself. */
const UNSEEN = 120_000;
const SEEN = 6_000;
const addresses = paths.map((path) => new RegExp(path));

/** A reminder says nothing of what anybody wrote, and not of whom it is about. */
const REMINDERS = {
  write: { title: said[0], path: "/write" },
  action: { title: said[1], path: "/reminders" },
  still: { title: said[2], path: "/reminders" },
};

/**
 * Give a file of this version, the same bytes as the server named: a portal page, or the next version's shell, is
 * neither kept nor shown. A file the last version had as well is not fetched again.
 * @param {string} url
 * @param {AbortSignal} signal
 * @returns {Promise<Response>}
 */
async function fetched(url, signal) {
  const kept = url === shell ? undefined : await caches.match(url, ANY);
  if (kept) return kept;
  for (const cache of /** @type {RequestCache[]} */ (url === shell ? ["no-cache"] : ["default", "reload"])) {
    const answer = await fetch(url, { cache, redirect: "error", signal });
    if (answer.status !== 200) continue;
    const bytes = await crypto.subtle.digest("SHA-256", await answer.clone().arrayBuffer());
    const hex = Array.from(new Uint8Array(bytes, 0, 6), (byte) => byte.toString(16).padStart(2, "0")).join("");
    if (hex === (url === shell ? whole : HASHED.exec(url)?.[1])) return answer;
  }
  throw new TypeError(`not ours: ${url}`);
}

/** Keep everything the shell needs, or nothing: then the version before stays in charge. */
async function install() {
  const fresh = !(await caches.has(HERE));
  const cache = await caches.open(HERE);
  const signal = AbortSignal.timeout(UNSEEN);
  try {
    const urls = [shell, ...assets];
    const answers = await Promise.all(urls.map((url) => fetched(url, signal)));
    await Promise.all(urls.map((url, index) => cache.put(url, answers[index])));
  } catch (error) {
    if (fresh) await caches.delete(HERE);
    throw error;
  }
}

/** Fetch what may come later, and whatever the browser has thrown away. Asked for by a page that has nothing to do. */
async function complete() {
  const cache = await caches.open(HERE);
  const signal = AbortSignal.timeout(UNSEEN);
  for (const url of [shell, ...assets, ...later]) {
    if (await cache.match(url, ANY)) continue;
    try {
      await cache.put(url, await fetched(url, signal));
    } catch {
      // No signal, no room, or no longer there: the next opening tries again.
    }
  }
  const kept = await cache.match(support, ANY);
  if (!kept || Date.now() - Date.parse(kept.headers.get("Date") ?? "") > DAY) await supportPage(signal);
}

/** Drop the files of other versions, once no page is open that may still ask for them. */
async function sweep() {
  const pages = await worker.clients.matchAll({ includeUncontrolled: true, type: "window" });
  const names = await caches.keys();
  const { installing, waiting } = worker.registration;
  if (pages.length || installing || waiting) return;
  await Promise.all(names.filter((name) => name.startsWith(OURS) && name !== HERE).map((name) => caches.delete(name)));
}

/** Give the shell as it is kept. */
const keptShell = () => caches.match(shell, { cacheName: HERE, ...ANY });

/**
 * @param {FetchEvent} event a navigation to an address of the shell
 * @returns {Promise<Response>}
 */
async function shellPage(event) {
  const kept = await keptShell();
  event.waitUntil(kept ? sweep() : complete());
  return kept ?? fetch(event.request);
}

/**
 * Answer text shared from another app with the shell, the text inside the answer: it passes through no store and no
 * address, and needs nobody to be awake to hand it over. Loading that page again sends it again.
 * @param {Request} request
 * @returns {Promise<Response>}
 */
async function sharedPage(request) {
  const kept = await keptShell();
  if (!kept) return fetch(request);
  const form = await request.formData();
  const parts = ["title", "text", "url"].map((name) => String(form.get(name) ?? "").trim());
  const text = [...new Set(parts.filter(Boolean))].join("\n\n").replace(/&/g, "&amp;").replace(/</g, "&lt;");
  const html = (await kept.text()).replace("</body>", () => `<template id="shared">${text}</template></body>`);
  const headers = new Headers(kept.headers);
  // They speak of the bytes that came over the air.
  for (const name of ["Content-Encoding", "Content-Length", "ETag"]) headers.delete(name);
  return new Response(html, { headers });
}

/**
 * The support list, asked for as nobody in particular, so that no one is told who looked; else as it was last seen.
 * @param {AbortSignal} [signal]
 * @returns {Promise<Response>}
 */
async function supportPage(signal = AbortSignal.timeout(SEEN)) {
  const cache = await caches.open(HERE);
  try {
    const answer = await fetch(support, { cache: "no-cache", credentials: "omit", redirect: "error", signal });
    // Our own pages say this; a portal's do not.
    const ours = (answer.headers.get("Content-Security-Policy") ?? "").includes("require-trusted-types-for");
    if (answer.status === 200 && ours) await cache.put(support, answer.clone());
    return ours ? answer : ((await cache.match(support, ANY)) ?? answer);
  } catch {
    return (await cache.match(support, ANY)) ?? (await keptShell()) ?? Response.error();
  }
}

/**
 * Read from a database of the journal's; nothing where there is none, and none is made.
 * @param {string} name
 * @param {string} store
 * @param {string[]} keys
 * @returns {Promise<any[]>}
 */
function held(name, store, keys) {
  return new Promise((resolve) => {
    const none = () => resolve([]);
    const opening = indexedDB.open(name);
    opening.onupgradeneeded = () => opening.transaction?.abort();
    opening.onerror = opening.onblocked = none;
    opening.onsuccess = () => {
      const database = opening.result;
      const reading = database.transaction(store);
      const asked = keys.map((key) => reading.objectStore(store).get(key));
      reading.onabort = none;
      reading.oncomplete = () => resolve(asked.map((one) => one.result));
      // It closes once what was asked is here.
      database.close();
    };
    // A phone that cannot read what it keeps has no journal to close; the server's own sleep holds all the same.
    setTimeout(none, 3000);
  });
}

/**
 * Tell whether a page of the server's must wait for the shell: for a sign-out the server has not heard of, or for the
 * lock of the journal that is open here, unless somebody opened it and has not been away since.
 * @param {string} path
 * @returns {Promise<boolean>}
 */
async function closed(path) {
  const [leaving, current, open] = await held("afterword", "state", ["leaving", "current", "open"]);
  if (leaving) return path !== shell.split("?")[0];
  if (!current || harmless.includes(path.split("/")[1])) return false;
  const [device] = await held(`afterword-${current}`, "keys", ["device"]);
  const away = Date.now() - open?.at;
  if (device instanceof CryptoKey) return false;
  // With no key here at all, a sign-in comes first.
  if (!device || !(away >= 0 && away < open.lasts)) return true;
  stay();
  return false;
}

/** Whoever goes from page to page is not away; a lock that has closed meanwhile stays closed. */
function stay() {
  const opening = indexedDB.open("afterword");
  opening.onsuccess = () => {
    const state = opening.result.transaction("state", "readwrite").objectStore("state");
    const asked = state.get("open");
    asked.onsuccess = () => asked.result && state.put({ ...asked.result, at: Date.now() }, "open");
    opening.result.close();
  };
}

/**
 * Give a page of the server's, or the shell where it is closed or there is no signal. The shell goes on to it from there.
 * @param {Request} request
 * @param {string} path
 * @returns {Promise<Response>}
 */
async function serverPage(request, path) {
  const kept = await keptShell();
  if (kept && (await closed(path))) return kept;
  return fetch(request).catch(() => kept ?? Response.error());
}

/** @param {Request} request @returns {boolean} whether a page of another site has sent this form: the server refuses it */
function foreign({ headers, referrer }) {
  const from = headers.get("Origin") ?? "null";
  return [from, referrer].some((one) => /^https?:/.test(one) && new URL(one).origin !== location.origin);
}

/**
 * There is no navigation preload: it would ask the server each time the box is opened, to spare a page that needs a
 * signal anyway the 30 to 100 ms in which this worker wakes.
 * @param {FetchEvent} event
 */
function answer(event) {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  if (request.mode !== "navigate") {
    if (request.method === "GET" && HASHED.test(pathname)) {
      event.respondWith(caches.match(pathname, ANY).then((kept) => kept ?? fetch(request)));
    }
  } else if (request.method === "POST") {
    // Any other form goes its way: if it fails, the browser's own page offers to send it again.
    if (pathname === "/write/shared" && !foreign(request)) event.respondWith(sharedPage(request));
  } else if (request.method === "GET") {
    if (pathname === support) event.respondWith(supportPage());
    else if (addresses.some((address) => address.test(pathname))) event.respondWith(shellPage(event));
    else event.respondWith(serverPage(request, pathname));
  }
}

/** @param {PushEvent} event */
async function remind(event) {
  /** @type {unknown} */
  let kind;
  try {
    kind = event.data?.json().kind;
  } catch {
    // Whatever came, a push must show something.
  }
  const known = Object.entries(REMINDERS);
  const [tag, { title, path }] = known.find(([name]) => name === kind) ?? known[0];
  const icon = assets.find((url) => url.includes("/icons/app-192"));
  await worker.registration.showNotification(title, { tag, icon, data: path });
}

/** @param {string} path */
async function open(path) {
  const pages = await worker.clients.matchAll({ includeUncontrolled: true, type: "window" });
  const there = pages.find((page) => new URL(page.url).pathname === path);
  // Never steer a page that is open elsewhere: somebody may be writing in it.
  await (there ? there.focus() : worker.clients.openWindow(path));
}

/** @returns {Promise<{version: string, missing: number}>} how much of what the shell needs is not on this phone */
async function state() {
  const cache = await caches.open(HERE);
  const found = await Promise.all([shell, ...assets, ...later].map((url) => cache.match(url, ANY)));
  return { version, missing: found.filter((one) => !one).length };
}

worker.addEventListener("install", (event) => event.waitUntil(install()));
worker.addEventListener("activate", (event) => event.waitUntil(Promise.all([worker.clients.claim(), sweep()])));
worker.addEventListener("fetch", answer);
worker.addEventListener("message", (event) => {
  const type = event.data?.type;
  // The page asks, once the person has said yes and nothing being typed can be lost.
  if (type === "skip-waiting") event.waitUntil(worker.skipWaiting());
  if (type === "later") event.waitUntil(complete());
  if (type === "whole?") event.waitUntil(state().then((found) => event.ports[0].postMessage(found)));
});
worker.addEventListener("push", (event) => event.waitUntil(remind(event)));
worker.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data));
});
