/**
 * "Is this phone safe for offline?": looks at what keeps words here, and says what to do where something is amiss.
 * @module
 */

import { isInstalled, offerInstall } from "/static/js/phone/install.js";
import { wholeOffline } from "/static/js/phone/update.js";

/** @typedef {"good" | "note" | "care" | "bad"} Finding */

const MEGABYTE = 1_000_000;
const MINUTE = 60_000;
const DAY = 86_400_000;
/** Windows that forget get far less room than a phone has: a guess, and told as one. */
const PRIVATE_ROOM = 1200 * MEGABYTE;

/** Everything looked at; the journal is whatever of it this page could open. @type {Record<string, (context: any) => Promise<Finding>>} */
const CHECKS = { keeps, opens, room, lasts, private: privately, installed, lock, clock, synced };

/**
 * Show the verdict and what it stands on.
 * @param {Element} place
 * @param {any} context
 */
export async function show(place, context) {
  const template = document.getElementById("safe");
  if (!(template instanceof HTMLTemplateElement)) return;
  const found = await look(context);
  const page = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
  for (const [name, finding] of Object.entries(found)) {
    for (const line of page.querySelectorAll(`[data-check="${name}"] [data-when]`)) {
      if (line.getAttribute("data-when") !== finding) line.remove();
    }
  }
  const said = verdict(Object.values(found));
  for (const one of page.querySelectorAll("[data-verdict]")) {
    if (one.getAttribute("data-verdict") !== said) one.remove();
  }
  page.querySelector('[data-do="again"]')?.addEventListener("click", () => show(place, context));
  const offer = page.querySelector("[data-install]");
  place.replaceChildren(page);
  if (offer) offerInstall(offer);
}

/**
 * Give every finding by the name of its check. A check that breaks has found something bad.
 * @param {any} context
 * @returns {Promise<Record<string, Finding>>}
 */
export async function look(context) {
  const names = Object.keys(CHECKS);
  const found = await Promise.all(names.map((name) => CHECKS[name](context).catch(() => /** @type {Finding} */ ("bad"))));
  return Object.fromEntries(names.map((name, index) => [name, found[index]]));
}

/**
 * Give the one answer: as bad as the worst of them.
 * @param {Finding[]} findings
 * @returns {Finding}
 */
export function verdict(findings) {
  return findings.includes("bad") ? "bad" : findings.includes("care") ? "care" : "good";
}

/** Write a line the strict way in a database of its own, read it back, and take it away. @returns {Promise<Finding>} */
async function keeps() {
  const name = "afterword-check";
  const line = crypto.randomUUID();
  const database = await settled(indexedDB.open(name), (request) => request.result.createObjectStore("lines"));
  try {
    const writing = database.transaction("lines", "readwrite", { durability: "strict" });
    writing.objectStore("lines").put(line, "line");
    await new Promise((resolve, reject) => {
      writing.oncomplete = resolve;
      writing.onabort = () => reject(writing.error);
    });
    const read = await settled(database.transaction("lines").objectStore("lines").get("line"));
    return read === line ? "good" : "bad";
  } finally {
    database.close();
    indexedDB.deleteDatabase(name);
  }
}

/** @returns {Promise<Finding>} */
async function opens() {
  const kept = await wholeOffline();
  if (!kept) return "bad";
  return kept.missing ? "care" : "good";
}

/** @returns {Promise<Finding>} */
async function room() {
  const { quota, usage } = (await navigator.storage?.estimate?.()) ?? {};
  if (quota === undefined || usage === undefined) return "note";
  return quota - usage < 50 * MEGABYTE ? "care" : "good";
}

/** @returns {Promise<Finding>} */
async function lasts() {
  return (await navigator.storage?.persisted?.()) ? "good" : "care";
}

/** @returns {Promise<Finding>} */
async function privately() {
  const { quota } = (await navigator.storage?.estimate?.()) ?? {};
  const little = quota !== undefined && quota < PRIVATE_ROOM;
  return little && !(await navigator.storage.persisted()) ? "care" : "good";
}

/** @returns {Promise<Finding>} */
async function installed() {
  return isInstalled() ? "good" : "note";
}

/** @param {any} context @returns {Promise<Finding>} */
async function lock(context) {
  return (await context.locked?.()) ? "good" : "note";
}

/** @returns {Promise<Finding>} */
async function clock() {
  try {
    const before = Date.now();
    const answer = await fetch("/manifest.webmanifest", { cache: "no-store", signal: AbortSignal.timeout(10_000) });
    const told = Date.parse(answer.headers.get("Date") ?? "");
    const between = (before + Date.now()) / 2;
    if (!answer.ok || Number.isNaN(told)) return "note";
    return Math.abs(told - between) > 2 * MINUTE ? "care" : "good";
  } catch {
    return "note";
  }
}

/** @param {any} context @returns {Promise<Finding>} */
async function synced(context) {
  const waiting = await context.journal?.waiting();
  if (!waiting?.count) return "good";
  return Date.now() - waiting.since > DAY ? "care" : "note";
}

/**
 * Give what a request of IndexedDB brings.
 * @template T
 * @param {IDBRequest<T>} request
 * @param {(request: IDBOpenDBRequest) => void} [upgrade]
 * @returns {Promise<T>}
 */
function settled(request, upgrade) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    if (upgrade) {
      const opening = /** @type {IDBOpenDBRequest} */ (/** @type {unknown} */ (request));
      opening.onupgradeneeded = () => upgrade(opening);
    }
  });
}
