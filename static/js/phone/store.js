/**
 * IndexedDB, as strictly as browsers allow: what is written has reached the disk when a promise here resolves.
 * @module
 */

/** @typedef {import("/static/js/phone/merge.js").RowState} RowState */
/**
 * @typedef {{id: string, entry: string, state: RowState, since: number|null, sealed: ArrayBuffer, why?: string,
 *   message?: string}} Row a sealed revision; since = ms when it began to wait
 * @typedef {{entry: string, sealed: ArrayBuffer}} DraftRow
 */

/** The browser has lost its hold on what is kept (or another tab has it): nothing was written; keep the text on the page. */
export class StoreGone extends Error {
  name = "StoreGone";
  message = "This phone could not keep that just now. Leave your words in the box and try again.";
}

/** There is no room: nothing was written; keep the text on the page. */
export class StoreFull extends Error {
  name = "StoreFull";
  message = "This phone has no room left. Your words are still in the box: make room and try again, or copy them.";
}

const BUSY = 8000;
const ERASED = "You erased this entry for good, so it was not put back.";

/** One database, opened again where the browser let go of it. */
export class Connection {
  /** @type {Promise<IDBDatabase>|null} */
  #open = null;
  #deleted = false;

  /** @param {string} name @param {(database: IDBDatabase) => void} make what to make in a new database */
  constructor(name, make) {
    this.name = name;
    this.make = make;
  }

  /**
   * Do one transaction: `work` asks by `ask` and may be done twice. Resolved with what `work` gave once all of it is on
   * the disk; rejected (StoreFull, StoreGone, what `work` threw) with nothing of it written.
   * @template T
   * @param {string[]} stores
   * @param {IDBTransactionMode} mode
   * @param {(store: (name: string) => IDBObjectStore) => T|Promise<T>} work
   * @returns {Promise<T>}
   */
  async run(stores, mode, work) {
    for (let again = true; ; again = false) {
      try {
        return await once(await this.#database(), stores, mode, work);
      } catch (error) {
        const { name } = /** @type {Error} */ (error);
        if (name === "QuotaExceededError") throw new StoreFull(undefined, { cause: error });
        if (!(error instanceof DOMException)) throw error;
        this.close();
        if (!again) throw new StoreGone(undefined, { cause: error });
      }
    }
  }

  /** Let go of the database; the next transaction opens it again. */
  close() {
    this.#open?.then((database) => database.close(), () => {});
    this.#open = null;
  }

  /** Delete the database. Tabs that hold it are asked to let go; where one does not, it goes when that tab closes. */
  async delete() {
    this.close();
    await new Promise((resolve) => {
      const request = indexedDB.deleteDatabase(this.name);
      request.onsuccess = request.onerror = request.onblocked = resolve;
    });
  }

  #database() {
    return (this.#open ??= this.#opened().catch((error) => {
      this.#open = null;
      throw error;
    }));
  }

  /** @returns {Promise<IDBDatabase>} */
  #opened() {
    return new Promise((resolve, reject) => {
      if (this.#deleted) throw new StoreGone();
      const request = indexedDB.open(this.name, 1);
      let late = false;
      const busy = setTimeout(() => reject(new StoreGone(undefined, { cause: (late = true) })), BUSY);
      request.onupgradeneeded = () => this.make(request.result);
      request.onerror = () => reject(request.error);
      request.onsuccess = () => {
        clearTimeout(busy);
        const database = request.result;
        if (late) return database.close();
        database.onclose = () => (this.#open = null);
        database.onversionchange = (event) => {
          // Deleted by another tab (somebody signed out): it must not come back, empty, from here.
          this.#deleted = event.newVersion === null;
          this.close();
        };
        resolve(database);
      };
    });
  }
}

/**
 * @template T
 * @param {IDBDatabase} database
 * @param {string[]} stores
 * @param {IDBTransactionMode} mode
 * @param {(store: (name: string) => IDBObjectStore) => T|Promise<T>} work
 * @returns {Promise<T>}
 */
function once(database, stores, mode, work) {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(stores, mode, { durability: "strict" });
    /** @type {T} */
    let value;
    /** @type {unknown} */
    let thrown;
    transaction.oncomplete = () => resolve(value);
    transaction.onabort = () => reject(transaction.error ?? thrown ?? new DOMException("", "AbortError"));
    const made = begun(() => work((name) => transaction.objectStore(name)));
    // Nothing more is asked: it goes to the disk now, not after the page has drawn and taken an answer to each part.
    if (!(made instanceof Promise)) transaction.commit();
    Promise.resolve(made).then(
      (given) => (value = given),
      (error) => {
        thrown = error;
        try {
          transaction.abort();
        } catch {
          reject(error);
        }
      },
    );
  });
}

/** What throws at once is refused like what fails later: all of its transaction is. @template T @param {() => T} work */
function begun(work) {
  try {
    return work();
  } catch (error) {
    return Promise.reject(error);
  }
}

/**
 * Wait for a request within its transaction.
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
export function ask(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/**
 * Open one person's database, made where it is not there.
 * @param {string} person
 * @returns {Promise<Store>}
 */
export async function openStore(person) {
  const store = new Store(person);
  await store.get("meta", "cursor");
  return store;
}

/** The sealed journal of one person. Every method may throw StoreGone and, where it writes, StoreFull. */
export class Store extends Connection {
  /** @param {string} person */
  constructor(person) {
    super(`afterword-${person}`, (database) => {
      database.createObjectStore("keys");
      database.createObjectStore("drafts", { keyPath: "entry" });
      database.createObjectStore("meta");
      const revisions = database.createObjectStore("revisions", { keyPath: "id" });
      revisions.createIndex("entry", "entry");
      revisions.createIndex("state", "state");
    });
    this.person = person;
  }

  /** @param {string} store @param {string} key @returns {Promise<any>} */
  get(store, key) {
    return this.run([store], "readonly", (of) => ask(of(store).get(key)));
  }

  /** @param {"keys"|"meta"} store @param {string} key @param {unknown} value undefined takes it away */
  put(store, key, value) {
    return this.run([store], "readwrite", (of) => {
      if (value === undefined) of(store).delete(key);
      else of(store).put(value, key);
    });
  }

  /** @returns {Promise<DraftRow[]>} */
  drafts() {
    return this.run(["drafts"], "readonly", (of) => ask(of("drafts").getAll()));
  }

  /** @param {DraftRow} row */
  putDraft(row) {
    return this.run(["drafts"], "readwrite", (of) => void of("drafts").put(row));
  }

  /** @param {string} entry */
  dropDraft(entry) {
    return this.run(["drafts"], "readwrite", (of) => void of("drafts").delete(entry));
  }

  /**
   * Add a revision, and drop the draft it was made of and refused revisions it stands for, all or nothing. One that is
   * there is never written over.
   * @param {Row} row
   * @param {{instead?: string[], draft?: string}} [drops] ids of refused revisions; the key of the draft
   */
  save(row, { instead = [], draft } = {}) {
    const written = this.run(["revisions", "drafts"], "readwrite", (of) => {
      of("revisions").add(row);
      if (draft) of("drafts").delete(draft);
      for (const id of instead) of("revisions").delete(id);
    });
    return written.catch(async (error) => {
      // Where it is there, it had got through, all of it, before the browser let go of the database.
      if (error.cause?.name !== "ConstraintError" || !(await this.get("revisions", row.id))) throw error;
    });
  }

  /** @param {string[]} ids */
  drop(ids) {
    return this.run(["revisions"], "readwrite", (of) => ids.forEach((id) => of("revisions").delete(id)));
  }

  /** @returns {Promise<Row[]>} */
  all() {
    return this.run(["revisions"], "readonly", (of) => ask(of("revisions").getAll()));
  }

  /** @param {string} entry @returns {Promise<Row[]>} */
  ofEntry(entry) {
    return this.run(["revisions"], "readonly", (of) => ask(of("revisions").index("entry").getAll(entry)));
  }

  /** Everything no server has acknowledged. @returns {Promise<Row[]>} */
  unsent() {
    return this.run(["revisions"], "readonly", async (of) => {
      const state = of("revisions").index("state");
      const found = await Promise.all(["offered", "waiting", "refused"].map((one) => ask(state.getAll(one))));
      return found.flat();
    });
  }

  /** Mark revisions as offered, before the request that carries them leaves. @param {string[]} ids */
  offer(ids) {
    return this.run(["revisions"], "readwrite", async (of) => {
      for (const id of ids) {
        const row = await ask(of("revisions").get(id));
        if (row && row.state !== "synced") of("revisions").put({ ...row, state: "offered" });
      }
    });
  }

  /** Offer once more what an older server did not know. */
  again() {
    return this.run(["revisions"], "readwrite", async (of) => {
      for (const row of await ask(of("revisions").index("state").getAll("refused"))) {
        if (row.why.startsWith("unknown_")) of("revisions").put({ ...row, state: "offered", since: row.since ?? Date.now() });
      }
    });
  }

  /**
   * Take a server's answer in one transaction. A revision that is here is never written over.
   * @param {{acknowledged: string[], rejected: {id: string, why: string, message: string}[], given: Row[],
   *   purged: string[], cursor: number, epoch: string, again: boolean, now: number}} answer `given` sealed, without
   *   those whose text differs from one kept under the same id; `again`: offer everything to the server's new life
   * @returns {Promise<string[]>} the entries it changed
   */
  settle({ acknowledged, rejected, given, purged, cursor, epoch, again, now }) {
    return this.run(["revisions", "meta"], "readwrite", async (of) => {
      const rows = of("revisions");
      const taken = new Set([...acknowledged, ...given.map((row) => row.id)]);
      /** @type {Set<string>} */
      const changed = new Set(purged);
      /** @param {Row} row @param {Partial<Row>} now */
      const change = (row, now) => changed.add(row.entry) && rows.put({ ...row, why: undefined, message: undefined, ...now });
      if (again) {
        for (const row of await ask(rows.index("state").getAll("synced"))) {
          if (!taken.has(row.id)) change(row, { state: "offered", since: now });
        }
      }
      for (const fresh of given) {
        const held = await ask(rows.get(fresh.id));
        if (!held) change(fresh, {});
        else if (held.state !== "synced") change(held, { state: "synced", since: null });
      }
      for (const id of acknowledged) {
        const row = await ask(rows.get(id));
        if (row) change(row, { state: "synced", since: null });
      }
      for (const { id, why, message } of rejected) {
        const row = await ask(rows.get(id));
        if (row) change(row, { state: "refused", why, message });
      }
      for (const entry of purged) {
        for (const row of await ask(rows.index("entry").getAll(entry))) {
          if (row.state === "synced") rows.delete(row.id);
          else if (row.state !== "refused") change(row, { state: "refused", why: "erased", message: ERASED });
        }
      }
      const meta = of("meta");
      if (purged.length) meta.delete("themes");
      meta.put(cursor, "cursor");
      meta.put(epoch, "epoch");
      meta.put(now, "synced_at");
      return [...changed];
    });
  }
}
