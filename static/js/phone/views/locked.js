/**
 * The lock screen: nothing of the journal stands here, and every address leads to it until it is opened.
 * @module
 */

import { lockState, unlock, unlockByPasskey } from "/static/js/phone/lock.js";
import { $, copy, count, on, part } from "/static/js/phone/dom.js";

/**
 * Show the lock screen; resolved with the key once it is opened.
 * @param {{store: import("/static/js/phone/store.js").Store, paint: (fragment: Node, title: string) => void,
 *   forgot: () => Promise<void>}} parts
 * @returns {Promise<CryptoKey>}
 */
export async function unlocked({ store, paint, forgot }) {
  const state = await lockState(store);
  const page = copy("locked");
  const form = $(page, "[data-pin]");
  const field = $(form, "input");
  const errors = $(page, "[data-errors]");
  form.hidden = !state.pin;
  /** @param {any} error */
  const tell = (error) => {
    const said = part("notice-warn");
    said.setAttribute("role", "alert");
    $(said, ".notice-title").textContent = error.message || "That did not work.";
    const seconds = Math.ceil((error.wait ?? 0) / 1000);
    $(said, "p:last-child").textContent = seconds ? `Try again in ${count(seconds, "second")}.` : "";
    errors.replaceChildren(said);
    field.value = "";
    field.focus();
    if (error.name === "KeyGone") location.reload();
  };
  on(page, "forgot", async () => {
    // With a session still open the sign-in page would lead straight back here: the password is what is asked for.
    await forgot();
    location.assign("/sign-in?next=/phone/lock");
  });
  return new Promise((resolve) => {
    form.addEventListener("submit", async (/** @type {Event} */ event) => {
      event.preventDefault();
      const button = $(form, "button");
      if (button.getAttribute("aria-disabled") || !field.value) return;
      button.setAttribute("aria-disabled", "true");
      await unlock(store, field.value).then(resolve, tell);
      button.removeAttribute("aria-disabled");
    });
    on(page, "passkey", () => unlockByPasskey(store).then(resolve, tell)).hidden = !state.passkey;
    paint(page, "Locked");
  });
}
