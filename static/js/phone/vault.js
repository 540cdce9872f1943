/**
 * Seal what is kept on this phone, and wrap the key that opens it.
 * @module
 */

/**
 * @typedef {{key: CryptoKey, person: string}} Vault the open device key of one person
 * @typedef {{salt: Uint8Array<ArrayBuffer>, rounds: number, sealed: ArrayBuffer}} WrappedByPin
 * @typedef {{salt: Uint8Array<ArrayBuffer>, sealed: ArrayBuffer}} WrappedBySecret
 */

const ROUNDS = 600_000;
const NONCE = 12;
const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** What was kept cannot be opened with this key: another key sealed it, or it was changed. */
export class CannotOpen extends Error {
  name = "CannotOpen";
}

/** The PIN is not the one that was set. */
export class WrongPin extends Error {
  name = "WrongPin";
  message = "That is not your PIN.";
}

/**
 * Give the key as the browser holds it: to use, not to take out.
 * @param {BufferSource} bytes 32 of them
 * @returns {Promise<CryptoKey>}
 */
export function importKey(bytes) {
  return crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
}

/**
 * Seal a JSON value for one place: it opens nowhere else.
 * @param {Vault} vault
 * @param {string} store
 * @param {string} key
 * @param {unknown} value
 * @returns {Promise<ArrayBuffer>} nonce first
 */
export function seal(vault, store, key, value) {
  return encrypt(vault.key, encoder.encode(JSON.stringify(value)), place(vault, store, key));
}

/**
 * Give back what `seal` sealed; throws CannotOpen.
 * @param {Vault} vault
 * @param {string} store
 * @param {string} key
 * @param {ArrayBuffer} sealed
 * @returns {Promise<any>}
 */
export async function unseal(vault, store, key, sealed) {
  try {
    return JSON.parse(decoder.decode(await decrypt(vault.key, sealed, place(vault, store, key))));
  } catch (error) {
    throw new CannotOpen("This could not be opened.", { cause: error });
  }
}

/**
 * Wrap the device key by a PIN, so slowly that guessing takes long.
 * @param {Uint8Array<ArrayBuffer>} raw
 * @param {string} pin
 * @returns {Promise<WrappedByPin>}
 */
export async function wrapByPin(raw, pin) {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  return { salt, rounds: ROUNDS, sealed: await encrypt(await pinKey(pin, salt, ROUNDS), raw, salt) };
}

/**
 * Give the device key back; throws WrongPin.
 * @param {WrappedByPin} wrapped
 * @param {string} pin
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function unwrapByPin({ salt, rounds, sealed }, pin) {
  const key = await pinKey(pin, salt, rounds);
  try {
    return new Uint8Array(await decrypt(key, sealed, salt));
  } catch {
    throw new WrongPin();
  }
}

/**
 * Wrap the device key by what a passkey gives (its PRF output).
 * @param {Uint8Array<ArrayBuffer>} raw
 * @param {BufferSource} secret
 * @returns {Promise<WrappedBySecret>}
 */
export async function wrapBySecret(raw, secret) {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  return { salt, sealed: await encrypt(await secretKey(secret, salt), raw, salt) };
}

/**
 * Give the device key back; throws CannotOpen where the secret is another.
 * @param {WrappedBySecret} wrapped
 * @param {BufferSource} secret
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function unwrapBySecret({ salt, sealed }, secret) {
  const key = await secretKey(secret, salt);
  try {
    return new Uint8Array(await decrypt(key, sealed, salt));
  } catch (error) {
    throw new CannotOpen("This passkey does not open this journal.", { cause: error });
  }
}

/** @param {Vault} vault @param {string} store @param {string} key */
const place = (vault, store, key) => encoder.encode(`${vault.person}|${store}|${key}|1`);

/**
 * @param {CryptoKey} key
 * @param {BufferSource} plain
 * @param {BufferSource} additionalData
 */
async function encrypt(key, plain, additionalData) {
  const iv = crypto.getRandomValues(new Uint8Array(NONCE));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData }, key, plain);
  const whole = new Uint8Array(NONCE + sealed.byteLength);
  whole.set(iv);
  whole.set(new Uint8Array(sealed), NONCE);
  return whole.buffer;
}

/**
 * @param {CryptoKey} key
 * @param {ArrayBuffer} sealed
 * @param {BufferSource} additionalData
 */
function decrypt(key, sealed, additionalData) {
  const iv = new Uint8Array(sealed, 0, NONCE);
  return crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData }, key, new Uint8Array(sealed, NONCE));
}

/** @param {string} pin @param {Uint8Array<ArrayBuffer>} salt @param {number} iterations */
async function pinKey(pin, salt, iterations) {
  const from = await crypto.subtle.importKey("raw", encoder.encode(pin.normalize("NFKC")), "PBKDF2", false, ["deriveKey"]);
  return derived({ name: "PBKDF2", hash: "SHA-256", salt, iterations }, from);
}

/** @param {BufferSource} secret @param {Uint8Array<ArrayBuffer>} salt */
async function secretKey(secret, salt) {
  const from = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
  return derived({ name: "HKDF", hash: "SHA-256", salt, info: encoder.encode("afterword device key") }, from);
}

/** @param {Pbkdf2Params | HkdfParams} how @param {CryptoKey} from */
const derived = (how, from) =>
  crypto.subtle.deriveKey(how, from, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
