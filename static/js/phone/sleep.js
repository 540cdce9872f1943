/**
 * The server's side of the lock: while the journal here is locked the session opens nothing, and no page of the server's
 * is shown.
 * @module
 */

import { asked, noteOpen } from "/static/js/phone/people.js";
import { seal } from "/static/js/phone/vault.js";

const AWAY = 5;

/**
 * Close what the session opens, here at once and on the server where it can be reached.
 * @param {typeof fetch} fetch
 */
export async function sleep(fetch) {
  await noteOpen(undefined);
  await asked(fetch, "/api/device/sleep", "{}").catch(() => {});
}

/**
 * Wake the session: only who has opened the lock can.
 * @param {typeof fetch} fetch
 * @param {import("/static/js/phone/vault.js").Vault} vault
 * @param {string} device
 * @returns {Promise<boolean>} whether the server said so
 */
export async function wake(fetch, vault, device) {
  const sealed = new Uint8Array(await seal(vault, "wake", device, true));
  const proof = btoa(String.fromCharCode(...sealed));
  return asked(fetch, "/api/device/wake", JSON.stringify({ device, proof })).then(() => true, () => false);
}

/**
 * Note that the journal is open and its person is here: pages of the server's are shown until they were away so long.
 * @param {number} minutes
 */
export const stay = (minutes) => noteOpen({ at: Date.now(), lasts: minutes * 60_000 });

/** Give after how many minutes away the journal locks by itself. @param {import("/static/js/phone/store.js").Store} store */
export const awayOf = async (store) => /** @type {number} */ ((await store.get("meta", "autolock")) ?? AWAY);
