/**
 * What starts once there is something to look at: sync, the worker, the lock's clock, what the server has to tell.
 * @module
 */

import { $, on, part } from "/static/js/phone/dom.js";
import { watchStatus } from "/static/js/phone/status.js";
import { finishLoading, startWorker } from "/static/js/phone/update.js";

/** @typedef {import("/static/js/phone/context.js").Context} Context */

const OFTEN = 5 * 60_000;
const AWAY = 5;

/** @param {Context} ctx */
export async function start(ctx) {
  const { journal, store, settle: settled } = ctx;
  const syncer = await ctx.syncing();
  watchStatus({ journal, syncer });
  let told = 0;
  let synced = 0;
  syncer.addEventListener("change", async () => {
    const { kind, syncedAt } = syncer.state;
    if (kind === "revoked") return revoked(ctx);
    if (kind !== "idle" || !syncedAt) return;
    if (!synced) comparePush();
    const fresh = syncedAt !== synced;
    synced = syncedAt;
    if (fresh && Date.now() - told > OFTEN) {
      told = Date.now();
      hear(ctx).catch(() => (told = 0));
    }
  });
  syncer.start();
  startWorker({ settled, offer: (accept) => offerVersion(accept) }).then(finishLoading).catch(() => {
    // Without a worker the phone still keeps every word; "Is this phone safe for offline?" says what is missing.
  });
  journal.addEventListener("change", keepRoom, { once: true });
  // Its module comes when there is a lock, which another tab may set.
  const watch = async () => {
    if (!watching && (await ctx.locked())) autolock(ctx, (await store.get("meta", "autolock")) ?? AWAY);
  };
  document.addEventListener("visibilitychange", watch);
  watch();
}

/** Something was saved: ask the browser not to clear it. */
function keepRoom() {
  import("/static/js/phone/install.js").then(({ keepStorage }) => keepStorage()).catch(() => {
    // It is not on the phone yet: the next opening asks.
  });
}

/** @typedef {Event & {prompt: () => Promise<{outcome: string}>}} InstallPrompt */

/** What the browser said of installing. It says so only once, while the page loads: here it is caught, and kept. */
class Installing extends EventTarget {
  /** @type {InstallPrompt | null} */
  offered = null;

  constructor() {
    super();
    addEventListener("beforeinstallprompt", (event) => {
      event.preventDefault();
      this.say(/** @type {InstallPrompt} */ (event));
    });
    addEventListener("appinstalled", () => this.say(null));
  }

  /** @param {InstallPrompt | null} offered */
  say(offered) {
    this.offered = offered;
    this.dispatchEvent(new Event("change"));
  }
}

export const installing = new Installing();

/** Mend this browser's notifications, once an opening: browsers change their address, and people change phones. */
function comparePush() {
  import("/static/js/components/push.js").then(({ compare }) => compare()).catch(() => {
    // It is not on the phone yet: the next opening compares.
  });
}

/** @type {import("/static/js/phone/lock.js").Autolock | undefined} */
let watching;

/** Lock by itself after so many minutes away. @param {Context} ctx @param {number} minutes */
export async function autolock(ctx, minutes) {
  watching?.stop();
  const { Autolock } = await import("/static/js/phone/lock.js");
  watching = new Autolock({ minutes, lock: ctx.lockNow });
}

/**
 * Take what the server has worked out: what keeps coming up, the questions asked elsewhere, and choices about names.
 * @param {Context} ctx
 */
export async function hear({ journal, person }) {
  const answer = await fetch("/api/phone", { headers: { Accept: "application/json" }, redirect: "manual", cache: "no-store" });
  if (answer.status !== 200 || !/^application\/json\b/i.test(answer.headers.get("Content-Type") ?? "")) throw new Error("not ours");
  const said = await answer.json();
  if (said.user !== person.id) throw new Error("somebody else's");
  if (said.asked?.length) await journal.noteAsked(...said.asked);
  await journal.keepThemes({ ...said.themes, at: Date.now() });
  const { exchange } = await import("/static/js/identifiers/choices.js");
  await journal.keepWords(await exchange((await journal.words()) ?? [], fetch, person.id));
}

/** @param {() => Promise<boolean>} accept */
function offerVersion(accept) {
  const place = $(document, "#status");
  place.querySelector("[data-version]")?.remove();
  const made = part("new-version");
  on(made, "renew", async () => {
    if (!(await accept())) $(made, "p").textContent = "Not yet: what you are writing could not be kept. Copy it first.";
  });
  place.append(made);
}

/** This phone can no longer open the journal: the key goes, the words stay, sealed. @param {Context} ctx */
async function revoked({ people, person, settle, syncing }) {
  await settle();
  (await syncing()).stop();
  await people.begin(fetch, person.id).catch(() => people.withoutKey(person.id));
  location.reload();
}
