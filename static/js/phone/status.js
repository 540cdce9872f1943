/**
 * The line that is always there: how many entries wait and since when, and what stands in the way of sending them.
 * @module
 */

import { $, clock, counted, lately, make, part, speak } from "/static/js/phone/dom.js";

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
  if (n && since) all.push([counted(n, "{n} waiting since {when}", "{n} waiting since {when}", { when: lately(since) }), "/phone/waiting"], [". "]);
  if (refused) all.push([counted(refused, "{n} entry not taken", "{n} entries not taken"), "/phone/waiting"], [". "]);
  if (kind === "signed-out") all.push([speak("Sign in to sync"), `/sign-in?next=${encodeURIComponent(location.pathname)}`]);
  else if (kind === "other-person") all.push([speak("Somebody else is signed in"), "/phone"]);
  else if (kind === "revoked") all.push([speak("This phone can no longer sync"), "/phone"]);
  else if (kind === "offline") all.push([n ? speak("No signal.") : speak("No signal. Everything is synced.")]);
  else if (kind === "trouble") all.push([retryAt ? speak("The server does not answer well. Trying again at {time}.", { time: clock(retryAt) }) : speak("The server does not answer well. Trying again.")]);
  else if (!n && !refused && syncedAt) all.push([speak("Everything is synced")]);
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
    counted(n, "{n} entry has not reached the server since {when}. It is safe on this phone, but on this phone only.", "{n} entries have not reached the server since {when}. They are safe on this phone, but on this phone only.", { when: lately(Number(since)) });
  if (!there) place.append(made);
}
