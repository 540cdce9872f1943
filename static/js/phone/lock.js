/**
 * The lock on this phone's journal: a PIN or a passkey wraps the device key, which then lives in memory only. It keeps
 * out whoever picks the phone up; a short PIN does not keep out somebody who copies the phone's disk and has time.
 * @module
 */

import { stay } from "/static/js/phone/sleep.js";
import { ask } from "/static/js/phone/store.js";
import { importKey, unwrapByPin, unwrapBySecret, wrapByPin, wrapBySecret } from "/static/js/phone/vault.js";

/**
 * @typedef {import("/static/js/phone/store.js").Store} Store
 * @typedef {{id: Uint8Array<ArrayBuffer>, salt: Uint8Array<ArrayBuffer>,
 *   wrapped: import("/static/js/phone/vault.js").WrappedBySecret}} Passkey
 * @typedef {{pin?: import("/static/js/phone/vault.js").WrappedByPin, passkey?: Passkey}} Wrapped
 * @typedef {{tries: number, at: number}} Tries wrong PINs in a row, and when the last was (ms)
 * @typedef {{kind: "open"|"locked"|"gone", pin: boolean, passkey: boolean, left: number, wait: number}} LockState
 *   `gone`: no key is here, a sign-in brings it back and no text is lost; `left` tries until then; `wait` ms before the next
 */

export const SHORTEST = 6;
const MOST = 10;
const FREE = 3;
const STEP = 15_000;
const NAME = "Afterword on this phone";

/** The PIN is too short. */
export class PinTooShort extends Error {
  name = "PinTooShort";
  message = `Please use at least ${SHORTEST} letters or numbers.`;
}

/** It is too early for another try: `wait` ms are left. */
export class TooSoon extends Error {
  name = "TooSoon";

  /** @param {number} wait */
  constructor(wait) {
    super("Too many wrong tries. Please wait a little.");
    this.wait = wait;
  }
}

/** The key went after too many wrong tries (or was never here): please sign in; no text is lost. */
export class KeyGone extends Error {
  name = "KeyGone";
  message = "Please sign in to open your journal. Nothing you wrote is lost.";
}

/** This phone or browser has no passkey that can hold a key. */
export class NoPasskey extends Error {
  name = "NoPasskey";
  message = "A passkey cannot be used for this here. You can use a PIN.";
}

/**
 * Tell how the journal stands.
 * @param {Store} store
 * @param {() => number} [now]
 * @returns {Promise<LockState>}
 */
export async function lockState(store, now = Date.now) {
  const device = await store.get("keys", "device");
  const tries = await store.get("meta", "lock");
  const kind = !device ? "gone" : device instanceof CryptoKey ? "open" : "locked";
  const locked = kind === "locked";
  return {
    kind,
    pin: locked && !!device.pin,
    passkey: locked && !!device.passkey,
    left: MOST - (tries?.tries ?? 0),
    wait: waitFor(tries, now()),
  };
}

/**
 * Give how long until the next try, in ms. A clock that was put back makes nobody wait longer than the step itself.
 * @param {Tries|undefined} tries
 * @param {number} now
 */
export function waitFor(tries, now) {
  if (!tries || tries.tries < FREE) return 0;
  const step = STEP * 2 ** (tries.tries - FREE);
  return Math.min(step, Math.max(0, tries.at + step - now));
}

/**
 * Lock by a PIN, beside a passkey where there is one. From now on the key is in memory only.
 * @param {Store} store
 * @param {Uint8Array<ArrayBuffer>} raw the device key as `begin` gave it
 * @param {string} pin
 */
export async function setPin(store, raw, pin) {
  if ([...pin.trim()].length < SHORTEST) throw new PinTooShort();
  await wrapped(store, { pin: await wrapByPin(raw, pin.trim()) });
}

/**
 * Open by the PIN; works with no signal. Each try is counted before it is made. Throws WrongPin, TooSoon, KeyGone.
 * @param {Store} store
 * @param {string} pin
 * @param {() => number} [now]
 * @returns {Promise<CryptoKey>}
 */
export async function unlock(store, pin, now = Date.now) {
  const { device, last } = await store.run(["keys", "meta"], "readwrite", async (of) => {
    const device = /** @type {Wrapped|undefined} */ (await ask(of("keys").get("device")));
    const before = /** @type {Tries|undefined} */ (await ask(of("meta").get("lock")));
    if (!device?.pin) throw new KeyGone();
    const wait = waitFor(before, now());
    if (wait) throw new TooSoon(wait);
    const tries = (before?.tries ?? 0) + 1;
    of("meta").put({ tries, at: now() }, "lock");
    return { device, last: tries >= MOST };
  });
  try {
    const raw = await unwrapByPin(/** @type {NonNullable<Wrapped["pin"]>} */ (device.pin), pin.trim());
    await store.put("meta", "lock", undefined);
    return await importKey(raw);
  } catch (error) {
    if (last) await store.put("keys", "device", undefined);
    throw last ? new KeyGone() : error;
  }
}

/**
 * Lock by a passkey of this phone, beside a PIN where there is one. Throws NoPasskey, and what the browser throws where
 * its person says no.
 * @param {Store} store
 * @param {Uint8Array<ArrayBuffer>} raw
 */
export async function setPasskey(store, raw) {
  const salt = crypto.getRandomValues(new Uint8Array(32));
  const made = /** @type {PublicKeyCredential|null} */ (
    await navigator.credentials.create({
      publicKey: {
        challenge: crypto.getRandomValues(new Uint8Array(32)),
        rp: { name: "Afterword" },
        user: { id: crypto.getRandomValues(new Uint8Array(16)), name: NAME, displayName: NAME },
        pubKeyCredParams: [-7, -257].map((alg) => ({ type: "public-key", alg })),
        authenticatorSelection: { authenticatorAttachment: "platform", userVerification: "required" },
        extensions: { prf: {} },
      },
    })
  );
  if (!made?.getClientExtensionResults().prf?.enabled) throw new NoPasskey();
  const id = new Uint8Array(made.rawId);
  await wrapped(store, { passkey: { id, salt, wrapped: await wrapBySecret(raw, await secretOf(id, salt)) } });
}

/**
 * Open by the passkey; works with no signal.
 * @param {Store} store
 * @returns {Promise<CryptoKey>}
 */
export async function unlockByPasskey(store) {
  const { passkey } = /** @type {Wrapped} */ ((await store.get("keys", "device")) ?? {});
  if (!passkey) throw new KeyGone();
  const raw = await unwrapBySecret(passkey.wrapped, await secretOf(passkey.id, passkey.salt));
  await store.put("meta", "lock", undefined);
  return importKey(raw);
}

/**
 * Take the lock away: the key stays on the phone again, not to be taken out.
 * @param {Store} store
 * @param {CryptoKey} key the open one
 */
export async function removeLock(store, key) {
  await keep(store, () => key);
}

/** @param {Store} store @param {Wrapped} more */
const wrapped = (store, more) =>
  keep(store, (device) => (device instanceof CryptoKey ? more : { .../** @type {Wrapped} */ (device), ...more }));

/** @param {Store} store @param {(device: CryptoKey|Wrapped|undefined) => CryptoKey|Wrapped} next */
function keep(store, next) {
  return store.run(["keys", "meta"], "readwrite", async (of) => {
    of("keys").put(next(await ask(of("keys").get("device"))), "device");
    of("meta").delete("lock");
  });
}

/** @param {Uint8Array<ArrayBuffer>} id @param {Uint8Array<ArrayBuffer>} salt */
async function secretOf(id, salt) {
  const given = /** @type {PublicKeyCredential|null} */ (
    await navigator.credentials.get({
      publicKey: {
        challenge: crypto.getRandomValues(new Uint8Array(32)),
        allowCredentials: [{ type: "public-key", id }],
        userVerification: "required",
        extensions: { prf: { eval: { first: salt } } },
      },
    })
  );
  const secret = given?.getClientExtensionResults().prf?.results?.first;
  if (!secret) throw new NoPasskey();
  return secret;
}

const OFTEN = 30_000;

/**
 * Locks when the page was out of sight for some minutes, whatever becomes of the clock meanwhile, and notes now and then
 * that somebody is here.
 */
export class Autolock {
  /** @type {[number, number]|null} */
  #hidden = null;
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #timer;
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #here;

  /**
   * @param {{minutes: number, lock: () => void, now?: () => number, steady?: () => number, page?: Document,
   *   seen?: () => Promise<unknown>}} parts
   *   `now` the clock on the wall, `steady` one that is never put back; both ms
   */
  constructor({ minutes, lock, now = Date.now, steady = () => performance.now(), page = document, seen = () => stay(minutes) }) {
    const note = () => {
      seen().catch(() => {});
      if (page.visibilityState !== "hidden") this.#here = setTimeout(note, OFTEN);
    };
    this.look = () => {
      clearTimeout(this.#timer);
      clearTimeout(this.#here);
      if (page.visibilityState === "hidden") {
        this.#hidden ??= [now(), steady()];
        this.#timer = setTimeout(lock, minutes * 60_000);
      } else if (this.#hidden) {
        // The steady clock may stand still while the phone sleeps, and the other may be put back: the longer counts.
        const away = Math.max(now() - this.#hidden[0], steady() - this.#hidden[1]);
        this.#hidden = null;
        if (away >= minutes * 60_000) return lock();
      }
      note();
    };
    this.page = page;
    page.addEventListener("visibilitychange", this.look);
    this.look();
  }

  /** Lock no more by itself. */
  stop() {
    clearTimeout(this.#timer);
    clearTimeout(this.#here);
    this.page.removeEventListener("visibilitychange", this.look);
  }
}
