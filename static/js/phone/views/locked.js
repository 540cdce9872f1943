/**
 * The lock screen: nothing of the journal stands here, and every address leads to it until it is opened.
 * @module
 */

import { lockState, unlock, unlockByPasskey } from "/static/js/phone/lock.js";
import { $, copy, counted, on, part, speak } from "/static/js/phone/dom.js";
import { forgot } from "/static/js/phone/people.js";
import { show as showShared } from "/static/js/phone/views/shared.js";
import { awayOf, sleep, stay, wake } from "/static/js/phone/sleep.js";

/**
 * Show the lock screen; resolved with the key once it is opened, with nothing where no key is here any more. From now on
 * the session sleeps; opening the lock wakes it.
 * @param {{store: import("/static/js/phone/store.js").Store, person: import("/static/js/phone/people.js").Person,
 *   paint: (fragment: Node, title: string) => void, away: boolean}} parts `away`: the address is a page of the server's,
 *   which is loaded once the session is awake
 * @returns {Promise<CryptoKey | null>}
 */
export async function unlocked({ store, person, paint, away }) {
  const asleep = sleep(fetch);
  const state = await lockState(store);
  if (state.kind === "gone") return null;
  const page = copy("locked");
  const form = $(page, "[data-pin]");
  const field = $(form, "input");
  const errors = $(page, "[data-errors]");
  form.hidden = !state.pin;
  /** @param {any} error */
  const tell = (error) => {
    const said = part("notice-warn");
    said.setAttribute("role", "alert");
    $(said, ".notice-title").textContent = speak(error.message || "That did not work.");
    const seconds = Math.ceil((error.wait ?? 0) / 1000);
    $(said, "p:last-child").textContent = seconds ? counted(seconds, "Try again in {n} second.", "Try again in {n} seconds.") : "";
    errors.replaceChildren(said);
    field.value = "";
    field.focus();
    if (error.name === "KeyGone") location.reload();
  };
  on(page, "forgot", async () => {
    // Text shared from another app waits on this page alone: it is seen before the page goes.
    if (showShared()) return;
    // With a session still open the sign-in page would lead straight back here: the password is what is asked for.
    await forgot(fetch, person.id);
    location.assign("/sign-in?next=/phone/lock");
  });
  return new Promise((resolve) => {
    /** @param {CryptoKey} key */
    const opened = async (key) => {
      await asleep;
      await stay(await awayOf(store));
      const awake = wake(fetch, { key, person: person.id }, person.device);
      if (away && (await awake)) location.reload();
      else resolve(key);
    };
    form.addEventListener("submit", async (/** @type {Event} */ event) => {
      event.preventDefault();
      const button = $(form, "button");
      if (button.getAttribute("aria-disabled") || !field.value) return;
      button.setAttribute("aria-disabled", "true");
      await unlock(store, field.value).then(opened, tell);
      button.removeAttribute("aria-disabled");
    });
    on(page, "passkey", () => unlockByPasskey(store).then(opened, tell)).hidden = !state.passkey;
    paint(page, "Locked");
  });
}
