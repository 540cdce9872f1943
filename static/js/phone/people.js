/**
 * Who is on this phone: one database a person, and none of them ever mixed.
 * @module
 */

import { Connection, ask, openStore } from "/static/js/phone/store.js";
import { importKey, seal, unseal } from "/static/js/phone/vault.js";

/**
 * @typedef {{id: string, name: string, device: string, roles: string[], organisation: boolean, parked: boolean}} Person
 *   `parked`: signed out with words no server has; they are sealed until this person signs in
 * @typedef {{person: Person, device: string, key: CryptoKey, raw: Uint8Array<ArrayBuffer>, shut: boolean}} Begun
 *   `shut`: a lock stands, and nobody has just proved by a password that they may pass it: whoever opens it has a key
 */

/** Nobody is signed in, or the server cannot be asked now; `code` is the server's, or empty where it was not our server. */
export class NotBegun extends Error {
  name = "NotBegun";

  /** @param {string} code */
  constructor(code) {
    super("Please sign in to open your journal.");
    this.code = code;
  }
}

const state = new Connection("afterword", (database) => database.createObjectStore("state"));

/** @param {string} key @returns {Promise<any>} */
const get = (key) => state.run(["state"], "readonly", (of) => ask(of("state").get(key)));

/** @param {Record<string, unknown>} values undefined takes one away */
const put = (values) =>
  state.run(["state"], "readwrite", (of) => {
    for (const [key, value] of Object.entries(values)) {
      if (value === undefined) of("state").delete(key);
      else of("state").put(value, key);
    }
  });

/** Give everybody with something on this phone. @returns {Promise<Person[]>} */
export async function people() {
  return (await get("people")) ?? [];
}

/** Give the person whose journal is open here, or null. @returns {Promise<Person|null>} */
export async function current() {
  const id = await get("current");
  return (await people()).find((one) => one.id === id) ?? null;
}

/** @param {string} id @param {Person} [person] nothing takes them away */
async function note(id, person) {
  const others = (await people()).filter((one) => one.id !== id);
  return person ? [...others, person] : others;
}

/**
 * Ask the server whose session this is, and open their journal: whoever was here before is parked first. Throws NotBegun:
 * `sign_in_needed`, `other_person` (not the one that was asked for: nothing was changed), `device_revoked` (the key is
 * taken off the phone; the text stays, sealed), or "" with no signal.
 * @param {typeof fetch} fetch
 * @param {string} [only] the person it must be
 * @returns {Promise<any>} Begun; `person` and `shut` alone where the lock comes first
 */
export async function begin(fetch, only) {
  // One tab at a time: two would each make a device, and a key, of their own.
  return navigator.locks.request("afterword-begin", () => beginAlone(fetch, only)).catch(async (error) => {
    // The session sleeps while the journal here is locked: the lock is what it asks for.
    const person = error.code === "asleep" && !only && (await current());
    if (person) return { person, shut: true };
    throw error;
  });
}

/** @param {typeof fetch} fetch @param {string} [only] @returns {Promise<Begun>} */
async function beginAlone(fetch, only) {
  const known = await people();
  const user = known.length ? (await asked(fetch, "/api/phone")).user : null;
  if (only && user !== only) throw new NotBegun("other_person");
  const before = known.find((one) => one.id === user);
  const device = before?.device ?? crypto.randomUUID();
  const given = await asked(fetch, "/api/device", JSON.stringify({ device })).catch(async (error) => {
    if (error.code === "device_revoked" && before) await withoutKey(before.id);
    throw error;
  });
  const raw = Uint8Array.from(atob(given.key), (letter) => letter.charCodeAt(0));
  if (raw.length !== 32 || given.device !== device || (user && given.user !== user)) throw new NotBegun("");
  const was = await current();
  if (was && was.id !== given.user) await park(was.id);
  const { user: id, name, roles, organisation } = given;
  const person = { id, name, roles, organisation, device, parked: false };
  const key = await importKey(raw);
  const proved = (await get("forgot")) === id;
  const stands = await settle(id, key, proved);
  const shut = stands && !proved;
  passed(stands && proved);
  await put({ people: await note(id, person), current: id, leaving: undefined, forgot: undefined });
  return { person, device, key, raw, shut };
}

let pass = false;

/** Tell whether a password has passed the lock in this page, and nothing was done about that lock since. @param {boolean} [now] */
export const passed = (now = pass) => (pass = now);

/**
 * Put the key in its place, unless a lock wraps it. Where the server gave another key than last time, what it still has
 * is fetched again, and what only this phone has is left alone. Wrong tries at a lock that stays are not forgiven, but for
 * a password.
 * @param {string} id
 * @param {CryptoKey} key
 * @param {boolean} proved
 * @returns {Promise<boolean>} whether a lock stands
 */
async function settle(id, key, proved) {
  const store = await openStore(id);
  const vault = { key, person: id };
  const check = await store.get("keys", "check");
  const same = check && (await unseal(vault, "keys", "check", check).catch(() => false));
  const sealed = same ? check : await seal(vault, "keys", "check", true);
  const locked = await store.run(["keys", "meta", "revisions"], "readwrite", async (of) => {
    const held = await ask(of("keys").get("device"));
    const stands = Boolean(held && !(held instanceof CryptoKey) && same);
    if (!stands) of("keys").put(key, "device");
    of("keys").put(sealed, "check");
    if (!stands || proved) of("meta").delete("lock");
    if (same || !check) return stands;
    for (const name of ["cursor", "themes", "asked", "words"]) of("meta").delete(name);
    const rows = of("revisions");
    for (const one of await ask(rows.index("state").getAllKeys("synced"))) rows.delete(one);
    return stands;
  });
  store.close();
  return locked;
}

/** Note until when whoever opened the lock is not asked again for pages of the server's. @param {unknown} open */
export const noteOpen = (open) => put({ open });

/**
 * Ask the server; throws NotBegun for anything but an answer that names a person.
 * @param {typeof fetch} fetch
 * @param {string} path
 * @param {string} [body] JSON to post
 */
export async function asked(fetch, path, body) {
  const headers = { Accept: "application/json", ...(body && { "Content-Type": "application/json" }) };
  const signal = AbortSignal.timeout(20_000);
  const response = await fetch(path, { method: body ? "POST" : "GET", headers, body, redirect: "manual", cache: "no-store", signal })
    .catch(() => null);
  const said = /^application\/json\b/i.test(response?.headers.get("Content-Type") ?? "")
    ? await response?.json().catch(() => null)
    : null;
  if (response?.status === 200 && typeof said?.user === "string") return said;
  throw new NotBegun(said?.error?.code ?? "");
}

/** Take a person's key off the phone. @param {string} id */
export async function withoutKey(id) {
  const store = await openStore(id);
  await store.put("keys", "device", undefined);
  store.close();
}

/**
 * Close somebody's journal here. Where all of it is on the server its database goes; where not, it stays, sealed, with no
 * key on the phone.
 * @param {string} id
 * @returns {Promise<boolean>} whether something stays
 */
export async function park(id) {
  await withoutKey(id);
  const store = await openStore(id);
  const stays = (await store.unsent()).length + (await store.drafts()).length > 0;
  const person = (await people()).find((one) => one.id === id);
  await put({ people: await note(id, stays && person ? { ...person, parked: true } : undefined) });
  if ((await get("current")) === id) await put({ current: undefined });
  if (stays) store.close();
  else await store.delete();
  return stays;
}

/**
 * Sign out, with or without a signal: what waits is sent where it can be, then the journal is parked. The server is told,
 * now or by `resume`.
 * @param {typeof fetch} fetch
 * @param {{now: () => Promise<void>, stop: () => void}} [syncer]
 * @returns {Promise<boolean>} whether unsent words stay on the phone, sealed
 */
export async function leave(fetch, syncer) {
  // Before anything that may take long: whoever closes the page now has signed out.
  await put({ leaving: true });
  // Nobody's reminders are shown here from now on. Where it cannot be done somebody still signs out.
  const quiet = import("/static/js/components/push.js").then(({ turnOff }) => turnOff()).catch(() => {});
  await syncer?.now().catch(() => {});
  syncer?.stop();
  const person = await current();
  const stays = person ? await park(person.id) : false;
  await quiet;
  await resume(fetch);
  return stays;
}

/**
 * Tell the server of a sign-out it has not heard of. It has heard when it says that nobody is signed in.
 * @param {typeof fetch} fetch
 * @returns {Promise<boolean>} whether nothing is left to tell
 */
export async function resume(fetch) {
  if (!(await get("leaving"))) return true;
  await signOut(fetch);
  const heard = await nobody(fetch);
  if (heard) await put({ leaving: undefined });
  return heard;
}

/** Finish a sign-out that was cut off before the key was gone. */
export async function finish() {
  const id = await get("current");
  if (id && (await get("leaving"))) await park(id);
}

/**
 * Close the journal where a page of the server's has signed its person out. Nothing is done while anybody is signed in.
 * @param {typeof fetch} fetch
 */
export async function ended(fetch) {
  const id = await get("current");
  if (id && (await nobody(fetch))) await park(id);
}

/**
 * Let the next sign-in pass the lock. The session is ended first, so that it takes a password; with no signal nothing is
 * done.
 * @param {typeof fetch} fetch
 * @param {string} id whose PIN was forgotten
 */
export async function forgot(fetch, id) {
  await signOut(fetch);
  if (await nobody(fetch)) await put({ forgot: id });
}

/** @param {typeof fetch} fetch */
const signOut = (fetch) =>
  fetch("/sign-out", { method: "POST", redirect: "manual", signal: AbortSignal.timeout(20_000) }).catch(() => {});

/** Tell whether the server says that nobody is signed in. @param {typeof fetch} fetch @returns {Promise<boolean>} */
const nobody = (fetch) => asked(fetch, "/api/phone").then(() => false, (error) => error.code === "sign_in_needed");

/**
 * Take all that somebody has on this phone away, unsent words too: only when they were told and wish it.
 * @param {string} id
 */
export async function forget(id) {
  await withoutKey(id);
  await (await openStore(id)).delete();
  await put({ people: await note(id) });
  if ((await get("current")) === id) await put({ current: undefined });
}
