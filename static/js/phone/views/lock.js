/**
 * The lock: set, changed, taken off, and said what it is good for.
 * @module
 */

import { lockState, removeLock, setPasskey, setPin } from "/static/js/phone/lock.js";
import { $, copy, on, part, speak } from "/static/js/phone/dom.js";

/** @typedef {import("/static/js/phone/context.js").Context} Context */

/** @param {import("/static/js/phone/context.js").Place} _ @param {Context} ctx */
export async function show(_, ctx) {
  const { store } = ctx;
  const page = copy("lock");
  const form = $(page, "[data-pin]");
  const errors = $(page, "[data-errors]");
  const now = $(page, "[data-now]");
  const passed = $(page, "[data-passed]");
  const off = on(page, "off", () => done(removeLock(store, ctx.key), speak("The lock is off.")));
  const draw = async () => {
    const state = await lockState(store);
    const locked = state.kind === "locked";
    const ways = !state.passkey ? speak("The lock is on. It opens with a PIN.") : state.pin ? speak("The lock is on. It opens with a PIN or a passkey.") : speak("The lock is on. It opens with a passkey.");
    now.textContent = locked ? ways : speak("The lock is off. Anybody who can open this phone can open your journal.");
    off.hidden = !locked;
    passed.hidden = !(locked && ctx.people.passed());
    $(form, "button").lastChild.textContent = state.pin ? speak("Change the PIN") : speak("Turn the lock on");
  };
  /** @param {Promise<unknown>} work @param {string} saying @param {boolean} [same] the lock stays as it was */
  const done = async (work, saying, same = false) => {
    try {
      await work;
      errors.replaceChildren();
      if (!same) ctx.people.passed(false);
      form.reset();
      await draw();
      const { autolock } = await import("/static/js/phone/afterwards.js");
      await autolock(ctx, Number(minutes.value));
      ctx.say(saying);
    } catch (error) {
      tell(/** @type {any} */ (error));
    }
  };
  /** @param {{name?: string, code?: string, message: string}} error */
  const tell = ({ name, message }) => {
    const said = part("notice-warn");
    said.setAttribute("role", "alert");
    $(said, ".notice-title").textContent =
      name === "NotBegun" ? speak("This needs a signal, and that you are signed in.") : name === "NotAllowedError" ? speak("The passkey was not used.") : speak(message);
    $(said, "p:last-child").textContent = speak("Nothing was changed.");
    errors.replaceChildren(said);
  };
  // A lock wraps the key itself, which this page does not hold: the server gives it once more.
  const raw = async () => ctx.raw ?? (await ctx.people.begin(fetch, ctx.person.id)).raw;
  form.addEventListener("submit", (/** @type {Event} */ event) => {
    event.preventDefault();
    const pin = $(form, "#pin").value;
    done(raw().then((key) => setPin(store, key, pin)), speak("The lock is on."));
  });
  $(form, "#show").addEventListener("change", (/** @type {any} */ event) => {
    $(form, "#pin").type = event.target.checked ? "text" : "password";
  });
  on(page, "passkey", () => done(raw().then((key) => setPasskey(store, key)), speak("The passkey opens the lock."))).hidden = !("credentials" in navigator);
  const minutes = $(page, "#minutes");
  minutes.value = String((await store.get("meta", "autolock")) ?? 5);
  minutes.addEventListener("change", () => done(store.put("meta", "autolock", Number(minutes.value)), speak("That is remembered."), true));
  await draw();
  ctx.paint(page, "Lock");
}
