/**
 * The open journal of one person: everything the screens use to read and keep words.
 * @module
 */

import { canonical, entryOf, fullText, joinAnswers, joinedContent } from "/static/js/phone/merge.js";
import { seal, unseal } from "/static/js/phone/vault.js";

/**
 * @typedef {import("/static/js/phone/merge.js").Revision} Revision
 * @typedef {import("/static/js/phone/merge.js").Content} Content
 * @typedef {import("/static/js/phone/merge.js").Entry} Entry
 * @typedef {import("/static/js/phone/merge.js").Held} Held
 * @typedef {import("/static/js/phone/merge.js").Catalogue} Catalogue
 * @typedef {import("/static/js/phone/store.js").Row} Row
 * @typedef {import("/static/js/phone/vault.js").Vault} Vault
 * @typedef {{entry: string, parents: string[], body: string, facets: Record<string, any>, kind: "new"|"edit"|"answer",
 *   at: number}} Draft what is being typed; `parents` are the heads it was begun from, `at` ms
 * @typedef {{question_id: string, entry_id: string, asked_at: string}} Asked
 */

const SCHEMA = 1;
const TEXT_BYTES = 64 * 1024;
const BATCH_BYTES = 256 * 1024;
const GRACE = 500;
const CHANGED = "A different text was kept under this number before. Please save yours as a new change.";
const encoder = new TextEncoder();

/** There is not a word in it. */
export class NothingToKeep extends Error {
  name = "NothingToKeep";
  message = "There is nothing to keep yet.";
}

/** One entry holds 64 KB; the text stays in the box. */
export class TooLong extends Error {
  name = "TooLong";
  message = "This is longer than one entry can be. Your words are still in the box: please split them in two.";
}

/**
 * Dispatches `change` (CustomEvent; `detail.entries`: ids, or null for anything else; `detail.here`: somebody wrote in
 * this tab) for changes made here, in another tab or by sync, and `locked` when it is locked here or in another tab:
 * what is kept within half a second of that is still kept.
 * Writing throws StoreGone or StoreFull with nothing written.
 */
export class Journal extends EventTarget {
  #vault;
  #store;
  #catalogue;
  /** @type {Promise<Map<string, Held[]>>|null} */
  #held = null;
  /** @type {Map<string, Entry>} */
  #made = new Map();
  /** @type {Promise<unknown>} */
  #last = Promise.resolve();
  /** What was saved here: saving it once more looks it up first. @type {Set<string>} */
  #saved = new Set();
  #channel;
  #now;
  /** How many revisions here could not be opened with this key. */
  unreadable = 0;

  /**
   * @param {Vault} vault
   * @param {import("/static/js/phone/store.js").Store} store
   * @param {Catalogue} catalogue
   * @param {() => number} now
   */
  constructor(vault, store, catalogue, now) {
    super();
    this.#vault = vault;
    this.#store = store;
    this.#catalogue = catalogue;
    this.#now = now;
    this.#channel = new BroadcastChannel(`afterword-${vault.person}`);
    this.#channel.onmessage = ({ data }) => {
      if (data === "locked") this.#shut();
      else this.#changed(data, false);
    };
  }

  /**
   * Open a journal. Nothing is read until it is asked for.
   * @param {Vault} vault
   * @param {import("/static/js/phone/store.js").Store} store
   * @param {Catalogue} catalogue
   * @param {() => number} [now] ms
   */
  static async open(vault, store, catalogue, now = Date.now) {
    return new Journal(vault, store, catalogue, now);
  }

  /**
   * Wake the session, which sleeps while the journal is locked.
   * @param {typeof fetch} fetch
   * @param {string} device
   */
  async wake(fetch, device) {
    const { wake } = await import("/static/js/phone/sleep.js");
    return wake(fetch, this.#vault, device);
  }

  /** Let go of the words and the key, here and in every other tab, once what is being written is on the disk. */
  lock() {
    this.#channel.postMessage("locked");
    return this.#shut();
  }

  async #shut() {
    this.dispatchEvent(new Event("locked"));
    // The screens have a moment to keep what stands in their boxes.
    await new Promise((resolve) => setTimeout(resolve, GRACE));
    await this.close();
  }

  /** Let go of the words and the key in this tab, once what is being written is on the disk. */
  close() {
    return this.#inTurn(async () => {
      this.#held = null;
      this.#made.clear();
      this.#channel.close();
      this.#store.close();
      this.#vault = /** @type {any} */ (null);
    });
  }

  /** Give the entries that are not deleted, the newest first. @returns {Promise<Entry[]>} */
  async entries() {
    const held = await this.#all();
    return [...held.keys()]
      .map((id) => this.#entry(id, held))
      .filter((entry) => !entry.deleted)
      .sort((a, b) => Date.parse(b.startedAt) - Date.parse(a.startedAt) || (a.id < b.id ? 1 : -1));
  }

  /** @param {string} id @returns {Promise<Entry|null>} */
  async entry(id) {
    const held = this.#held ? await this.#held : new Map([[id, await this.#of(id)]]);
    return held.get(id)?.length ? this.#entry(id, held) : null;
  }

  /** @param {string} id @param {Map<string, Held[]>} held */
  #entry(id, held) {
    const made = this.#made.get(id) ?? entryOf(/** @type {Held[]} */ (held.get(id)));
    if (this.#held) this.#made.set(id, made);
    return made;
  }

  #all() {
    return (this.#held ??= this.#read().catch((error) => {
      this.#held = null;
      throw error;
    }));
  }

  async #read() {
    const held = await this.#opened(await this.#store.all());
    return Map.groupBy(held, (one) => one.revision.entry_id);
  }

  /** @param {string} id */
  async #of(id) {
    return this.#opened(await this.#store.ofEntry(id));
  }

  /** @param {Row[]} rows @returns {Promise<Held[]>} */
  async #opened(rows) {
    this.unreadable = 0;
    const held = await Promise.all(
      rows.map(async ({ id, sealed, state, since, why, message }) => {
        const revision = await unseal(this.#vault, "revisions", id, sealed).catch(() => void this.unreadable++);
        return revision && { revision, state, since, why, message };
      }),
    );
    return held.filter(Boolean);
  }

  /**
   * Take up what changed in the store, and tell the screens. What was written stays written if this cannot be done.
   * @param {string[]|null} entries
   * @param {boolean} here
   */
  async #changed(entries, here) {
    try {
      const held = await this.#held;
      for (const id of (held && entries) ?? []) {
        const now = await this.#of(id);
        if (now.length) held?.set(id, now);
        else held?.delete(id);
        this.#made.delete(id);
      }
    } catch {
      // Read again, all of it, when somebody looks.
      this.#held = null;
      this.#made.clear();
    }
    this.dispatchEvent(new CustomEvent("change", { detail: { entries, here } }));
  }

  /** @param {string[]|null} entries @param {boolean} [here] */
  async #tell(entries, here = true) {
    try {
      this.#channel.postMessage(entries);
    } catch {
      return; // closed meanwhile
    }
    await this.#changed(entries, here);
  }

  /**
   * Do writes one after the other: a draft kept late never comes back after it was saved.
   * @template T
   * @param {() => Promise<T>} work
   * @returns {Promise<T>}
   */
  #inTurn(work) {
    const done = this.#last.then(work, work);
    this.#last = done.catch(() => {});
    return done;
  }

  /** Give what was being typed in this entry. @param {string} entry @returns {Promise<Draft|null>} */
  async draft(entry) {
    const row = await this.#store.get("drafts", entry);
    return row ? unseal(this.#vault, "drafts", entry, row.sealed) : null;
  }

  /** Give every draft, the newest first. @returns {Promise<Draft[]>} */
  async drafts() {
    const rows = await this.#store.drafts();
    const drafts = await Promise.all(
      rows.map((row) => unseal(this.#vault, "drafts", row.entry, row.sealed).catch(() => null)),
    );
    return drafts.filter(Boolean).sort((a, b) => b.at - a.at);
  }

  /** Keep what is being typed: resolved when it is on the disk. @param {Draft} draft */
  keepDraft(draft) {
    return this.#inTurn(async () => {
      const sealed = await seal(this.#vault, "drafts", draft.entry, draft);
      await this.#store.putDraft({ entry: draft.entry, sealed });
    });
  }

  /** @param {string} entry */
  dropDraft(entry) {
    return this.#inTurn(() => this.#store.dropDraft(entry));
  }

  /**
   * Say that this tab edits an entry. Gives what ends it, or null where another tab is at it (two tabs would write over
   * each other's draft).
   * @param {string} entry
   * @returns {Promise<(() => void)|null>}
   */
  hold(entry) {
    return new Promise((resolve, reject) => {
      navigator.locks
        .request(`afterword-draft-${entry}`, { ifAvailable: true }, (lock) => {
          if (!lock) return resolve(null);
          return new Promise((end) => resolve(() => end(undefined)));
        })
        .catch(reject);
    });
  }

  /**
   * Make a revision of the draft, waiting to be sent, and drop the draft: in one transaction, on the disk when this
   * resolves. Saving what the entry says already changes nothing. Throws NothingToKeep, TooLong.
   * @param {Draft} draft
   * @returns {Promise<Entry>}
   */
  save({ entry, parents, body, facets }) {
    return this.#inTurn(async () => {
      // One that follows nothing is new: there is nothing to look up, and a tired thumb waits for this.
      const held = parents.length || this.#saved.has(entry) ? await this.#of(entry) : [];
      this.#saved.add(entry);
      const followed = held.filter((one) => parents.includes(one.revision.id));
      const answers = followed.reduce((all, one) => joinAnswers(all, one.revision.answers), /** @type {Content["answers"]} */ ([]));
      return this.#add(entry, parents, { body, answers, facets }, held, { draft: entry });
    });
  }

  /**
   * Join an answer to the entry, and drop the draft of it. A change of the entry that was begun stays. Throws NothingToKeep, TooLong.
   * @param {string} entry
   * @param {import("/static/js/phone/merge.js").Answer} answer
   */
  answer(entry, answer) {
    if (!answer.text.trim()) throw new NothingToKeep();
    const draft = `answer:${entry}`;
    return this.#follow(entry, (head) => ({ ...head, answers: joinAnswers(head.answers, [answer]) }), draft);
  }

  /** Mark the entry otherwise. @param {string} entry @param {Record<string, any>} facets */
  refacet(entry, facets) {
    return this.#follow(entry, (head) => ({ ...head, facets }));
  }

  /** @param {string} id @param {(head: Content) => Content} next @param {string} [draft] @returns {Promise<Entry>} */
  #follow(id, next, draft) {
    return this.#inTurn(async () => {
      const held = await this.#of(id);
      const { head, alike } = entryOf(held);
      return this.#add(id, alike, next(head), held, { draft });
    });
  }

  /**
   * @param {string} entry
   * @param {string[]} parents
   * @param {Content} content
   * @param {Held[]} held what the entry has
   * @param {{instead?: string[], draft?: string}} drops refused revisions this one stands for, and the draft it was made of
   * @returns {Promise<Entry>}
   */
  async #add(entry, parents, { body, answers, facets }, held, { instead, draft }) {
    const content = { body, answers, facets };
    const text = fullText(content, this.#catalogue);
    if (!text.trim()) throw new NothingToKeep();
    if (encoder.encode(text).length > TEXT_BYTES) throw new TooLong();
    const before = held.length && !instead ? entryOf(held) : null;
    const said = before?.revisions.filter((one) => before.headIds.includes(one.id) && canonical(one) === canonical(content));
    const same = said?.map((one) => one.id) ?? [];
    if (before && same.length && parents.every((id) => same.includes(id) || !before.headIds.includes(id))) {
      if (draft) await this.#store.dropDraft(draft);
      return before;
    }
    // What a newer app wrote may hold more than this one can carry on: it stays a version of its own.
    const newer = new Set(held.filter((one) => one.revision.schema > SCHEMA).map((one) => one.revision.id));
    const now = this.#now();
    /** @type {Revision} */
    const revision = {
      id: crypto.randomUUID(),
      entry_id: entry,
      parents: parents.filter((id) => !newer.has(id)),
      ...content,
      deleted: false,
      written_at: new Date(now).toISOString(),
      schema: SCHEMA,
    };
    /** @type {Pick<Held, "state"|"since">} */
    const waits = { state: "waiting", since: now };
    await this.#store.save({ ...(await this.#sealed(revision)), ...waits }, { instead, draft });
    await this.#tell([...new Set([entry, ...held.map((one) => one.revision.entry_id)])]);
    const beside = held.filter(({ revision: { id, entry_id } }) => entry_id === entry && !instead?.includes(id));
    return entryOf([...beside, { revision, ...waits }]);
  }

  /** @param {Revision} revision @returns {Promise<Row>} */
  async #sealed(revision) {
    const sealed = await seal(this.#vault, "revisions", revision.id, revision);
    return { id: revision.id, entry: revision.entry_id, state: "synced", since: null, sealed };
  }

  /**
   * Send what was refused as a new change; where its entry was erased or is not ours, as a new entry.
   * @param {string} id of the entry
   * @returns {Promise<Entry|null>} where the words are now
   */
  resave(id) {
    return this.#inTurn(async () => {
      const held = await this.#of(id);
      const { heads, why } = entryOf(held);
      const refused = held.filter((one) => one.state === "refused").map((one) => one.revision.id);
      const again = heads.filter((one) => refused.includes(one.id)).reverse();
      if (!again.length) return null;
      const elsewhere = why === "erased" || why === "not_possible";
      const parents = again.flatMap((one) => one.parents).filter((parent) => !refused.includes(parent));
      const content = joinedContent(again, this.#catalogue);
      return this.#add(elsewhere ? crypto.randomUUID() : id, elsewhere ? [] : [...new Set(parents)], content, held, { instead: refused });
    });
  }

  /** Throw away what was refused of an entry, as its author wishes. @param {string} id */
  discard(id) {
    return this.#inTurn(async () => {
      const rows = await this.#store.ofEntry(id);
      await this.#store.drop(rows.filter((row) => row.state === "refused").map((row) => row.id));
      await this.#tell([id]);
    });
  }

  /** Give the questions asked before, the oldest first. @returns {Promise<Asked[]>} */
  async asked() {
    return (await this.#kept("asked")) ?? [];
  }

  /** Note questions that were asked, here or as the server lists them. @param {Partial<Asked>[]} asked */
  noteAsked(...asked) {
    return this.#inTurn(async () => {
      const at = new Date(this.#now()).toISOString();
      const all = [...(await this.asked()), ...asked.map((one) => ({ asked_at: at, ...one }))];
      const once = new Map(all.map((one) => [`${one.question_id} ${one.entry_id}`, one]));
      await this.#keep("asked", [...once.values()].sort((a, b) => Date.parse(a.asked_at) - Date.parse(b.asked_at)));
    });
  }

  /** Give what keeps coming up, as the server last told it, or null. @returns {Promise<any>} */
  themes() {
    return this.#kept("themes");
  }

  /** @param {unknown} value */
  async keepThemes(value) {
    await this.#keep("themes", value);
    await this.#tell(null);
  }

  /** Give the author's choices about identifiers, or null. @returns {Promise<any>} */
  words() {
    return this.#kept("words");
  }

  /** @param {unknown} value */
  keepWords(value) {
    return this.#keep("words", value);
  }

  /** @param {string} name */
  async #kept(name) {
    const row = await this.#store.get("meta", name);
    return row ? unseal(this.#vault, "meta", name, row.sealed) : null;
  }

  /** @param {string} name @param {unknown} value */
  async #keep(name, value) {
    await this.#store.put("meta", name, { sealed: await seal(this.#vault, "meta", name, value) });
  }

  /**
   * Tell what no server has yet: how many entries wait and since when (ms, never in the future), and what was refused.
   * @returns {Promise<{count: number, since: number|null, refused: {entry: string, why: string, message: string}[]}>}
   */
  async waiting() {
    const rows = await this.#store.unsent();
    const waits = rows.filter((row) => row.state !== "refused");
    const ids = new Set(rows.filter((row) => row.state === "refused").map((row) => row.entry));
    const entries = await Promise.all([...ids].map((id) => this.entry(id)));
    return {
      count: new Set(waits.map((row) => row.entry)).size,
      since: waits.length ? Math.min(this.#now(), ...waits.map((row) => row.since ?? Infinity)) : null,
      refused: entries
        .filter((one) => one?.state === "refused")
        .map((one) => /** @type {Entry} */ (one))
        .map(({ id, why, message }) => ({ entry: id, why: why ?? "", message: message ?? "" })),
    };
  }

  /**
   * Give the words that wait (or with `all`, every entry's) and every draft as Markdown, to copy or to take away.
   * @param {{all?: boolean}} [which]
   */
  async takeOut({ all = false } = {}) {
    const entries = (await this.entries()).filter((entry) => all || entry.state !== "synced");
    const drafts = (await this.drafts()).map((draft) => ({ answers: [], ...draft, written_at: draft.at }));
    return [...drafts, ...entries.flatMap((entry) => entry.heads)]
      .map(({ body, facets, answers, written_at }) => {
        const said = answers.flatMap(({ question, text }) => [`> ${question}`, text]);
        const own = fullText({ body, facets, answers: [] }, this.#catalogue);
        return [`## ${new Date(written_at).toLocaleString("en-GB")}`, own, ...said].filter(Boolean).join("\n\n");
      })
      .join("\n\n")
      .concat("\n");
  }

  /**
   * Choose what to send next, the oldest first, and mark it as offered: from now on it never changes.
   * @param {number} most how many
   * @param {Set<string>} last ids to send only when nothing else waits, one by one
   * @returns {Promise<Revision[]>} at most 256 KB, at least one where any waits
   */
  async outgoing(most, last) {
    const rows = (await this.#store.unsent()).filter((row) => row.state !== "refused");
    rows.sort((a, b) => Number(last.has(a.id)) - Number(last.has(b.id)) || (a.since ?? 0) - (b.since ?? 0));
    /** @type {Revision[]} */
    const batch = [];
    let size = 0;
    for (const row of rows) {
      const [one] = await this.#opened([row]);
      if (!one) continue;
      size += encoder.encode(JSON.stringify(one.revision)).length;
      if (batch.length && (batch.length === most || size > BATCH_BYTES || last.has(row.id))) break;
      batch.push(one.revision);
    }
    await this.#store.offer(batch.map((one) => one.id));
    return batch;
  }

  /**
   * Take a server's answer that `sync.js` has found to be one.
   * @param {import("/static/js/phone/sync.js").Answered} answer
   * @param {string|null} epoch the one the phone stood in when it asked
   */
  async settle(answer, epoch) {
    const rejected = [...answer.rejected];
    const given = await Promise.all(
      answer.revisions.map(async (one) => {
        const row = await this.#store.get("revisions", one.id);
        const [held] = row ? await this.#opened([row]) : [];
        if (!held || canonical(held.revision) === canonical(one)) return this.#sealed(one);
        if (held.state !== "synced") rejected.push({ id: one.id, why: "changed", message: CHANGED });
        return null;
      }),
    );
    const changed = await this.#store.settle({
      ...answer,
      rejected,
      given: given.filter((row) => row !== null),
      again: epoch !== null && epoch !== answer.epoch,
      now: this.#now(),
    });
    if (changed.length) await this.#tell(changed, false);
  }
}
