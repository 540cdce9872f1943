/**
 * Me on this phone: who, what waits, the last sync, the ways out; and taking a copy.
 * @module
 */

import { $, clock, copy, count, date, lately, on, part } from "/static/js/phone/dom.js";
import { offerInstall } from "/static/js/phone/install.js";

/** @typedef {import("/static/js/phone/context.js").Place} Place */
/** @typedef {import("/static/js/phone/context.js").Context} Context */

/** @param {Place} place @param {Context} ctx */
export function show(place, ctx) {
  return place.name === "waiting" ? waiting(ctx) : me(ctx);
}

/** @param {Context} ctx */
async function me(ctx) {
  const { person, journal } = ctx;
  const syncer = await ctx.syncing();
  const page = copy("me");
  const facts = page.querySelectorAll(".definitions dd");
  const root = $(page, "[data-notice]");
  facts[0].textContent = person.name;
  facts[1].textContent = deviceName();
  for (const one of page.querySelectorAll("[data-role]")) {
    if (!person.roles.includes(one.getAttribute("data-role") ?? "")) one.remove();
  }
  const locked = await ctx.locked();
  $(page, "[data-lock]").textContent = locked ? "On" : "Off";
  on(page, "lock", ctx.lockNow).hidden = !locked;
  offerInstall($(page, "[data-install]"));
  const leaving = $(page, "[data-leaving]");
  const draw = async () => {
    const { count: n, since, refused } = await journal.waiting();
    const { kind, syncedAt } = syncer.state;
    const kept = (await journal.entries()).length;
    facts[2].textContent = n && since ? `${count(n, "entry", "entries")}, since ${lately(since)}` : "Nothing";
    if (refused.length) facts[2].textContent += `. ${count(refused.length, "entry", "entries")} not taken by the server`;
    facts[3].textContent = syncedAt ? `${date(syncedAt)}, ${clock(syncedAt)}` : "Not yet";
    facts[4].textContent = count(kept, "entry", "entries") + (journal.unreadable ? `. ${journal.unreadable} cannot be opened here` : "");
    leaving.textContent = leavingWords(n + refused.length, (await journal.drafts()).length);
    who(root, kind, ctx);
  };
  const sync = on(page, "sync", async () => {
    sync.setAttribute("aria-disabled", "true");
    await syncer.now();
    sync.removeAttribute("aria-disabled");
    ctx.say(HEARD[syncer.state.kind] ?? "");
  });
  on(page, "leave", async () => {
    ctx.say("Signing out. What waits is sent first, where there is a signal.");
    await ctx.people.leave(fetch, syncer);
    location.assign("/sign-in");
  });
  await draw();
  ctx.paint(page, "Me on this phone");
  journal.addEventListener("change", draw);
  syncer.addEventListener("change", draw);
  return {
    leave() {
      journal.removeEventListener("change", draw);
      syncer.removeEventListener("change", draw);
    },
  };
}

/** @type {Record<string, string>} */
const HEARD = {
  idle: "Everything is synced.",
  sending: "Still sending.",
  offline: "No signal. What waits stays on this phone.",
  "signed-out": "Sign in to sync. What waits stays on this phone.",
  "other-person": "Somebody else is signed in. What waits stays on this phone.",
  trouble: "The server does not answer well. It is tried again by itself.",
};

/** @param {number} unsent @param {number} begun */
function leavingWords(unsent, begun) {
  if (!unsent && !begun) return "Your journal is taken off this phone. All of it is synced, and is here again when you sign in.";
  const parts = [unsent && `${count(unsent, "entry has", "entries have")} not been synced`, begun && `${count(begun, "text is", "texts are")} begun and not saved`];
  return `${parts.filter(Boolean).join(" and ")}. What cannot be sent stays on this phone, sealed, until you sign in here again. Nobody else can read it.`;
}

/** What to do where the browser's session is not this journal's. @param {HTMLElement} place @param {string} kind @param {Context} ctx */
function who(place, kind, { person }) {
  place.replaceChildren();
  if (kind === "signed-out") {
    const said = part("signed-out");
    place.append(said);
  }
  if (kind === "other-person") {
    const said = part("other-person");
    $(said, "[data-why]").textContent = `This journal belongs to ${person.name}. Somebody else is signed in in this browser, so nothing is sent.`;
    on(said, "theirs", () => {
      history.pushState({}, "", "/write#in");
      location.reload();
    });
    on(said, "mine", async () => {
      await fetch("/sign-out", { method: "POST", redirect: "manual" }).catch(() => {});
      location.assign("/sign-in");
    });
    place.append(said);
  }
}

/** Name this browser as its person would. */
function deviceName() {
  const { userAgent } = navigator;
  const system = [/iPad/, /iPhone/, /Android/, /Windows/, /Mac OS/, /CrOS/, /Linux/].find((one) => one.test(userAgent));
  const browser = [/Firefox/, /Edg/, /SamsungBrowser/, /Chrome/, /Safari/].find((one) => one.test(userAgent));
  /** @param {RegExp | undefined} found */
  const word = (found) => ({ Edg: "Edge", SamsungBrowser: "Samsung Internet", "Mac OS": "a Mac", CrOS: "a Chromebook" })[found?.source ?? ""] ?? found?.source;
  return [word(browser) ?? "A browser", system && `on ${word(system)}`].filter(Boolean).join(" ");
}

/** @param {Context} ctx */
async function waiting(ctx) {
  const { journal } = ctx;
  const page = copy("waiting");
  const all = $(page, "#all");
  const { count: n, since, refused } = await journal.waiting();
  const begun = (await journal.drafts()).length;
  $(page, "[data-count]").textContent =
    (n && since ? `${count(n, "entry waits", "entries wait")} since ${lately(since)}. ` : "Nothing waits to be synced. ") +
    (begun ? `${count(begun, "text is", "texts are")} begun and not saved.` : "");
  for (const one of refused) {
    const said = part("refused-one");
    $(said, "[data-why]").textContent = one.message;
    $(said, "a").href = `/entries/${one.entry}`;
    on(said, "again", async () => {
      const now = await journal.resave(one.entry).catch(() => null);
      said.remove();
      ctx.say(now ? "Saved again as a new change." : "There was nothing to save again.");
    });
    const drop = on(said, "drop", async () => {
      if (!drop.dataset.sure) {
        drop.dataset.sure = "yes";
        drop.textContent = "Throw it away for good?";
        return;
      }
      await journal.discard(one.entry);
      said.remove();
    });
    $(page, "[data-refused]").append(said);
  }
  for (const entry of (await journal.entries()).filter((one) => one.state === "waiting")) {
    const row = part("entry-card");
    $(row, ".entry-mark").remove();
    $(row, ".entry-date").textContent = date(entry.startedAt);
    $(row, "a").href = `/entries/${entry.id}`;
    $(row, "a").textContent = entry.head.body.slice(0, 180) || "Boxes only";
    $(row, ".entry-notes").textContent = `waiting since ${lately(entry.since ?? Date.now())}`;
    $(page, "[data-list]").append(row);
  }
  const markdown = () => journal.takeOut({ all: all.checked });
  on(page, "copy", async () => {
    await navigator.clipboard.writeText(await markdown());
    ctx.say("Copied.");
  });
  on(page, "markdown", async () => download("journal.md", "text/markdown", await markdown()));
  on(page, "json", async () => {
    const entries = (await journal.entries()).filter((one) => all.checked || one.state !== "synced");
    const revisions = entries.flatMap((one) => one.revisions);
    download("journal.json", "application/json", JSON.stringify({ revisions, drafts: await journal.drafts() }, null, 2));
  });
  ctx.paint(page, "Take a copy");
}

/** @param {string} name @param {string} type @param {string} text */
function download(name, type, text) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
