/**
 * The line that is always there: how many entries wait and since when, and what stands in the way of sending them.
 * @module
 */

import { $, clock, count, lately, make, part } from "/static/js/phone/dom.js";

const DAY = 86_400_000;
const LOOK = 10 * 60_000;

/**
 * Keep the line true, and warn once words have waited for more than a day.
 * @param {{journal: import("/static/js/phone/journal.js").Journal, syncer: import("/static/js/phone/sync.js").Syncer}} parts
 */
export function watchStatus({ journal, syncer }) {
  const line = $(document, "#where");
  let said = "";
  const look = async () => {
    const { count: n, since, refused } = await journal.waiting();
    const { kind, retryAt, syncedAt } = syncer.state;
    const words = sentence(n, since, refused.length, kind, retryAt, syncedAt);
    const text = words.map(([one]) => one).join("");
    // Said again only when it changes: it is read out to who listens.
    if (text === said) return;
    said = text;
    line.dataset.kind = n || refused.length ? "waiting" : kind;
    line.replaceChildren(...words.map(([one, href]) => (href ? make("a", one, { href }) : one)));
    warn(Boolean(since) && Date.now() - Number(since) > DAY, n, since);
  };
  journal.addEventListener("change", look);
  syncer.addEventListener("change", look);
  setInterval(look, LOOK);
  return look();
}

/**
 * @param {number} n
 * @param {number | null} since
 * @param {number} refused
 * @param {string} kind
 * @param {number | null} retryAt
 * @param {number | null} syncedAt
 * @returns {[string, string?][]} pieces of text, some with the place they lead to
 */
function sentence(n, since, refused, kind, retryAt, syncedAt) {
  /** @type {[string, string?][]} */
  const all = [];
  if (n && since) all.push([`${n} waiting since ${lately(since)}`, "/phone/waiting"], [". "]);
  if (refused) all.push([`${count(refused, "entry", "entries")} not taken`, "/phone/waiting"], [". "]);
  if (kind === "signed-out") all.push(["Sign in to sync", `/sign-in?next=${encodeURIComponent(location.pathname)}`]);
  else if (kind === "other-person") all.push(["Somebody else is signed in", "/phone"]);
  else if (kind === "revoked") all.push(["This phone may not sync any more", "/phone"]);
  else if (kind === "offline") all.push([n ? "No signal." : "No signal. Everything is synced."]);
  else if (kind === "trouble") all.push([`The server does not answer well. Trying again${retryAt ? ` at ${clock(retryAt)}` : ""}.`]);
  else if (!n && !refused && syncedAt) all.push(["Everything is synced"]);
  return all;
}

/** @param {boolean} needed @param {number} n @param {number | null} since */
function warn(needed, n, since) {
  const place = $(document, "#status");
  const there = place.querySelector(".notice-warn[data-long]");
  if (!needed) return there?.remove();
  const made = /** @type {HTMLElement} */ (there ?? part("waiting-long"));
  made.dataset.long = "";
  $(made, "[data-why]").textContent =
    `${count(n, "entry has", "entries have")} not reached the server since ${lately(Number(since))}. They are safe on this phone, but on this phone only.`;
  if (!there) place.append(made);
}
