// What a test may ask of the phone's modules, on a page with no screens.

import { Journal } from "/static/js/phone/journal.js"
import * as lock from "/static/js/phone/lock.js"
import * as merge from "/static/js/phone/merge.js"
import * as people from "/static/js/phone/people.js"
import * as stores from "/static/js/phone/store.js"
import { Syncer } from "/static/js/phone/sync.js"
import * as vault from "/static/js/phone/vault.js"

const catalogue = await (await fetch(import.meta.resolve("/static/data/schemas/facets.json"))).json()
let store, journal, syncer, person, raw
window.told = null

const named = async (work) => {
  try {
    return { ok: (await work()) ?? null }
  } catch (error) {
    return { failed: error.name, message: error.message, code: error.code }
  }
}

const use = async (key, timeout) => {
  journal = await Journal.open({ key, person: person.id }, store, catalogue)
  syncer = new Syncer({ journal, store, person: person.id, device: person.device, timeout, random: () => 0.5 })
  Object.assign(window, { store, journal, syncer })
}

const bench = {
  async open(timeout = 5000) {
    person = await people.current()
    if (!person) await bench.begin()
    store = await stores.openStore(person.id)
    await use(await store.get("keys", "device"), timeout)
    return person.id
  },
  async begin() {
    const begun = await people.begin((...given) => fetch(...given))
    person = begun.person
    raw = begun.raw
    return person
  },
  leave: () => people.leave((...given) => fetch(...given), syncer),
  resume: () => people.resume((...given) => fetch(...given)),
  async write(words, entry = crypto.randomUUID()) {
    const draft = { entry, parents: [], body: words, facets: {}, kind: "new", at: Date.now() }
    await journal.keepDraft(draft)
    const { id, heads } = await journal.save(draft)
    return { entry: id, revision: heads[0].id }
  },
  async edit(entry, parents, body) {
    const draft = { entry, parents, body, facets: {}, kind: "edit", at: Date.now() }
    await journal.keepDraft(draft)
    const made = await journal.save(draft)
    return made.revisions.find((one) => one.body === body)?.id
  },
  async sync() {
    await syncer.now()
    return syncer.state
  },
  entries: async () => (await journal.entries()).map((one) => ({ ...one, heads: one.heads.map((head) => head.id) })),
  // Straight from the disk, past everything the journal holds in memory.
  async rows() {
    const rows = await store.all()
    return Promise.all(rows.map(async ({ id, entry, state, since, sealed, why }) => {
      const revision = await vault.unseal({ key: await store.get("keys", "device"), person: person.id }, "revisions", id, sealed)
      return { id, entry, state, since, why, body: revision.body, revision }
    }))
  },
  call: (name, ...given) => named(() => journal[name](...given)),
  locked: (name, ...given) => named(() => lock[name](store, ...given)),
  setPin: (pin) => named(() => lock.setPin(store, raw, pin)),
  setPasskey: () => named(() => lock.setPasskey(store, raw)),
  async unlock(how, ...given) {
    return named(async () => {
      await use(await lock[how](store, ...given))
      return "open"
    })
  },
  people: (name, ...given) => named(() => people[name](...given)),
  persist: () => navigator.storage.persisted(),
  databases: async () => (await indexedDB.databases()).map((one) => one.name).sort(),
}

Object.assign(window, { bench, lock, merge, people, stores, vault, ready: true })
