/**
 * Me on this phone: who, what waits, the last sync, the ways out; and taking a copy.
 * @module
 */

import { $, clock, copy, counted, date, lately, on, part, speak } from "/static/js/phone/dom.js";
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
  $(page, "[data-lock]").textContent = locked ? speak("On") : speak("Off");
  on(page, "lock", ctx.lockNow).hidden = !locked;
  offerInstall($(page, "[data-install]"));
  const leaving = $(page, "[data-leaving]");
  const draw = async () => {
    const { count: n, since, refused } = await journal.waiting();
    const { kind, syncedAt } = syncer.state;
    const kept = (await journal.entries()).length;
    facts[2].textContent = n && since ? counted(n, "{n} entry, since {when}", "{n} entries, since {when}", { when: lately(since) }) : speak("Nothing");
    if (refused.length) facts[2].textContent += `. ${counted(refused.length, "{n} entry not taken by the server", "{n} entries not taken by the server")}`;
    facts[3].textContent = syncedAt ? `${date(syncedAt)}, ${clock(syncedAt)}` : speak("Not yet");
    facts[4].textContent = counted(kept, "{n} entry", "{n} entries") + (journal.unreadable ? `. ${counted(journal.unreadable, "{n} cannot be opened here", "{n} cannot be opened here")}` : "");
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
  idle: speak("Everything is synced."),
  sending: speak("Still sending."),
  offline: speak("No signal. What waits stays on this phone."),
  "signed-out": speak("Sign in to sync. What waits stays on this phone."),
  "other-person": speak("Somebody else is signed in. What waits stays on this phone."),
  trouble: speak("The server does not answer well. It is tried again by itself."),
};

/** @param {number} unsent @param {number} begun */
function leavingWords(unsent, begun) {
  if (!unsent && !begun) return speak("Your journal is taken off this phone. All of it is synced, and is here again when you sign in.");
  return [
    unsent && counted(unsent, "{n} entry has not been synced.", "{n} entries have not been synced."),
    begun && counted(begun, "{n} text is begun and not saved.", "{n} texts are begun and not saved."),
    speak("What cannot be sent stays on this phone, sealed, until you sign in here again. Nobody else can read it."),
  ].filter(Boolean).join(" ");
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
    $(said, "[data-why]").textContent = speak("This journal belongs to {name}. Somebody else is signed in in this browser, so nothing is sent.", { name: person.name });
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
  const word = (found) => ({ Edg: "Edge", SamsungBrowser: "Samsung Internet", "Mac OS": "Mac", CrOS: "Chromebook" })[found?.source ?? ""] ?? found?.source;
  const named = word(browser) ?? speak("A browser");
  return system ? speak("{browser} on {system}", { browser: named, system: word(system) }) : named;
}

/** @param {Context} ctx */
async function waiting(ctx) {
  const { journal } = ctx;
  const page = copy("waiting");
  const all = $(page, "#all");
  const { count: n, since, refused } = await journal.waiting();
  const begun = (await journal.drafts()).length;
  $(page, "[data-count]").textContent =
    (n && since ? counted(n, "{n} entry waits since {when}.", "{n} entries wait since {when}.", { when: lately(since) }) : speak("Nothing waits to be synced.")) +
    (begun ? ` ${counted(begun, "{n} text is begun and not saved.", "{n} texts are begun and not saved.")}` : "");
  for (const one of refused) {
    const said = part("refused-one");
    $(said, "[data-why]").textContent = one.message;
    $(said, "a").href = `/entries/${one.entry}`;
    on(said, "again", async () => {
      const now = await journal.resave(one.entry).catch(() => null);
      said.remove();
      ctx.say(now ? speak("Saved again as a new change.") : speak("There was nothing to save again."));
    });
    const drop = on(said, "drop", async () => {
      if (!drop.dataset.sure) {
        drop.dataset.sure = "yes";
        drop.textContent = speak("Throw it away for good?");
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
    $(row, "a").textContent = entry.head.body.slice(0, 180) || speak("Boxes only");
    $(row, ".entry-notes").textContent = speak("waiting since {when}", { when: lately(entry.since ?? Date.now()) });
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
