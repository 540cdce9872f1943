/**
 * Send what waits and take what is new, whatever the network does in between.
 * @module
 */

/** @typedef {import("/static/js/phone/merge.js").Revision} Revision */
/**
 * @typedef {{kind: "ok", acknowledged: string[], rejected: {id: string, why: string, message: string}[],
 *   revisions: Revision[], purged: string[], cursor: number, epoch: string, more: boolean}} Answered
 * @typedef {Answered | {kind: "signed-out"|"asleep"|"other-person"|"revoked"|"trouble"}} Outcome
 * @typedef {{kind: "idle"|"sending"|"offline"|"signed-out"|"other-person"|"revoked"|"trouble", since: number|null,
 *   syncedAt: number|null, retryAt: number|null}} State times in ms; `since` the oldest thing that waits
 * @typedef {{ids: string[], cursor: number, epoch: string|null}} Sent
 */

const FIRST = 2000;
const LONGEST = 5 * 60_000;
const BATCH = 50;
const TOLD = 10 * 60_000;
const ID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/;

/** @param {unknown} value @returns {value is string} */
const isId = (value) => typeof value === "string" && ID.test(value);
/** @param {unknown} value @returns {value is string} */
const isText = (value) => typeof value === "string";
/** @param {any} value */
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
/** @param {any} value @param {(one: any) => unknown} test */
const allOf = (value, test) => Array.isArray(value) && value.every(test);

/** @param {any} one */
const isRevision = (one) =>
  isObject(one) &&
  isId(one.id) &&
  isId(one.entry_id) &&
  allOf(one.parents, isId) &&
  isText(one.body) &&
  allOf(one.answers, (a) => isObject(a) && isText(a.question_id) && isText(a.question) && isText(a.text)) &&
  isObject(one.facets) &&
  typeof one.deleted === "boolean" &&
  isText(one.written_at) &&
  !Number.isNaN(Date.parse(one.written_at)) &&
  Number.isInteger(one.schema);

/** @type {[number, string, "signed-out"|"asleep"|"other-person"|"revoked"][]} */
const REFUSALS = [
  [401, "sign_in_needed", "signed-out"],
  [401, "asleep", "asleep"],
  [409, "other_person", "other-person"],
  [403, "device_revoked", "revoked"],
];

/**
 * Tell what an answer means. It is believed only where the whole of it is what our server says to what was sent: anything
 * else (a portal's page, half an answer, somebody else's answer) is trouble, and everything is kept.
 * @param {number} status
 * @param {string} type its content type
 * @param {string} body
 * @param {Sent} sent
 * @returns {Outcome}
 */
export function read(status, type, body, sent) {
  const trouble = /** @type {const} */ ({ kind: "trouble" });
  if (!/^application\/json\b/i.test(type)) return trouble;
  /** @type {any} */
  let said;
  try {
    said = JSON.parse(body);
  } catch {
    return trouble;
  }
  if (!isObject(said)) return trouble;
  if (status !== 200) {
    const found = REFUSALS.find(([when, code]) => when === status && code === said.error?.code);
    return found ? { kind: found[2] } : trouble;
  }
  const { acknowledged, rejected, revisions, purged, cursor, epoch, more } = said;
  const right =
    allOf(acknowledged, isId) &&
    allOf(rejected, (one) => isObject(one) && isText(one.id) && isText(one.why) && isText(one.message)) &&
    allOf(revisions, isRevision) &&
    allOf(purged, isId) &&
    Number.isSafeInteger(cursor) &&
    cursor >= (epoch === sent.epoch ? sent.cursor : 0) &&
    isId(epoch) &&
    typeof more === "boolean";
  if (!right) return trouble;
  // Each thing that was sent is settled, once, and nothing else.
  const settled = [...acknowledged, ...rejected.map((/** @type {{id: string}} */ one) => one.id)].sort().join();
  if (settled !== [...sent.ids].sort().join()) return trouble;
  return { kind: "ok", acknowledged, rejected, revisions, purged, cursor, epoch, more };
}

/**
 * Give how long to wait after so many failures, in ms: twice as long each time, never two phones in step.
 * @param {number} failures 1 and up
 * @param {number} random 0 to 1
 */
export function pause(failures, random) {
  return Math.min(LONGEST, FIRST * 2 ** (failures - 1)) * (0.5 + random / 2);
}

/** Syncs one person's journal from this page. Dispatches `change` when `state` does. */
export class Syncer extends EventTarget {
  /** @type {State} */
  state = { kind: "idle", since: null, syncedAt: null, retryAt: null };
  #failures = 0;
  #slow = 1;
  #size = BATCH;
  /** @type {Set<string>} */
  #last = new Set();
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #timer;
  /** @type {Promise<void>|null} */
  #running = null;
  #again = false;
  #woken = false;
  /** How long the server asked to be left alone, in ms. */
  #told = 0;
  #stopped = new AbortController();

  /**
   * @param {{journal: import("/static/js/phone/journal.js").Journal, store: import("/static/js/phone/store.js").Store,
   *   person: string, device: string, fetch?: typeof fetch, locks?: LockManager, now?: () => number,
   *   random?: () => number, timeout?: number}} parts `timeout` ms for one request
   */
  constructor({ journal, store, person, device, ...more }) {
    super();
    this.journal = journal;
    this.store = store;
    this.person = person;
    this.device = device;
    this.fetch = more.fetch ?? fetch.bind(globalThis);
    this.locks = more.locks ?? navigator.locks;
    this.clock = more.now ?? Date.now;
    this.random = more.random ?? Math.random;
    this.timeout = more.timeout ?? 20_000;
  }

  /**
   * Sync now, and from now on whenever there is reason to: words saved, signal back, page seen again, time passed. What the
   * server was too old for is offered again.
   */
  async start() {
    const { signal } = this.#stopped;
    /** @param {any} event */
    const written = ({ detail: { entries, here } }) => entries && here && this.soon();
    this.journal.addEventListener("change", written, { signal });
    addEventListener("online", () => this.now(), { signal });
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.now(), { signal });
    await this.store.again().catch(() => {});
    await this.now();
  }

  /** Sync no more. */
  stop() {
    this.#stopped.abort();
    clearTimeout(this.#timer);
  }

  /** Sync in a moment, unless it is waiting after a failure. */
  soon() {
    if (this.#running) this.#again = true;
    else if (!this.#failures) this.#in(300);
  }

  /** Sync now; resolved when it is over, however it went. @returns {Promise<void>} */
  now() {
    clearTimeout(this.#timer);
    this.#again = !!this.#running;
    return (this.#running ??= this.#run().catch(() => this.#in(LONGEST)).finally(() => {
      this.#running = null;
      if (this.#again && !this.#failures) this.#in(300);
    }));
  }

  /** @param {number} ms */
  #in(ms) {
    clearTimeout(this.#timer);
    if (!this.#stopped.signal.aborted) this.#timer = setTimeout(() => this.now(), ms);
  }

  async #run() {
    await this.locks.request(`afterword-sync-${this.person}`, { ifAvailable: true }, async (lock) => {
      if (!lock) return this.#in(FIRST);
      /** @type {State["kind"]} */
      let kind = "sending";
      this.#woken = false;
      this.#told = 0;
      while (kind === "sending") kind = await this.#round().catch(() => "trouble");
      this.#failures = kind === "idle" ? 0 : this.#failures + 1;
      const wait = kind === "idle" ? LONGEST : Math.max(this.#told, pause(this.#failures, this.random()));
      this.#in(wait);
      await this.#say(kind, kind === "idle" ? null : this.clock() + wait);
    });
  }

  /** Send and take once. @returns {Promise<State["kind"]>} "sending" where more is to be done */
  async #round() {
    const { journal, store } = this;
    const revisions = await journal.outgoing(this.#size, this.#last);
    if (revisions.length) await this.#say("sending", null);
    const cursor = (await store.get("meta", "cursor")) ?? 0;
    const epoch = (await store.get("meta", "epoch")) ?? null;
    const ids = revisions.map((one) => one.id);
    const body = JSON.stringify({ user: this.person, device: this.device, epoch, cursor, revisions });
    const answer = await this.#post(body).catch(() => null);
    if (!answer) {
      this.#slow = Math.min(4, this.#slow * 2);
      this.#smaller(ids);
      return "offline";
    }
    const outcome = read(answer.status, answer.type, answer.body, { ids, cursor, epoch });
    if (outcome.kind === "asleep") {
      // The lock was closed, and is open here: whoever holds the key wakes the session, once a run.
      const woken = !this.#woken && (await journal.wake(this.fetch, this.device));
      this.#woken = true;
      return woken ? "sending" : "trouble";
    }
    if (outcome.kind !== "ok") {
      // Too many at once says nothing of what was sent.
      if (answer.status === 429) this.#told = Math.min(TOLD, 1000 * (answer.after || 0));
      else if (answer.status >= 400) this.#smaller(ids);
      return outcome.kind;
    }
    await journal.settle(outcome, epoch);
    this.#slow = 1;
    this.#size = BATCH;
    return outcome.more || (ids.length && (await journal.waiting()).count) ? "sending" : "idle";
  }

  /** One thing that cannot be sent must not hold up the rest. @param {string[]} ids */
  #smaller(ids) {
    this.#size = Math.max(1, ids.length >> 1);
    if (ids.length === 1) this.#last.add(ids[0]);
  }

  /** @param {string} body */
  async #post(body) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), this.timeout * this.#slow);
    try {
      const response = await this.fetch("/api/sync", {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json" },
        body,
        redirect: "manual",
        cache: "no-store",
        signal: stop.signal,
      });
      const { status, headers } = response;
      const after = Number(headers.get("Retry-After"));
      return { status, type: headers.get("Content-Type") ?? "", body: await response.text(), after };
    } finally {
      clearTimeout(timer);
    }
  }

  /** @param {State["kind"]} kind @param {number|null} retryAt */
  async #say(kind, retryAt) {
    const { since } = await this.journal.waiting();
    this.state = { kind, since, syncedAt: (await this.store.get("meta", "synced_at")) ?? null, retryAt };
    this.dispatchEvent(new Event("change"));
  }
}
