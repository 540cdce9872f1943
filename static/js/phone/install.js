/**
 * Installing the journal and keeping its room: offered under Me, never in the way of writing.
 * @module
 */

import { installing } from "/static/js/phone/afterwards.js";

let asked = false;

/** Tell whether this page runs as an app of its own. */
export function isInstalled() {
  return matchMedia("(display-mode: standalone)").matches || Boolean(/** @type {any} */ (navigator).standalone);
}

/** Tell whether this is an iPhone or iPad, where a journal is put on the home screen by hand. */
export function onApple() {
  const { userAgent, maxTouchPoints } = navigator;
  // An iPad calls itself a Mac, but no Mac has a screen to touch.
  return /iPhone|iPad|iPod/.test(userAgent) || (/Mac/.test(userAgent) && maxTouchPoints > 1);
}

/**
 * Fill a place with the offer that fits this browser, and keep it true; leave it empty where there is none to make.
 * @param {Element} place
 */
export function offerInstall(place) {
  let shown = false;
  const show = () => {
    if (shown && !place.isConnected) return installing.removeEventListener("change", show);
    shown = true;
    const template = document.getElementById("install");
    place.replaceChildren();
    if (!(template instanceof HTMLTemplateElement) || isInstalled() || !(installing.offered || onApple())) return;
    const offer = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
    for (const part of offer.querySelectorAll("[data-for]")) {
      if (part.getAttribute("data-for") !== (installing.offered ? "prompt" : "apple")) part.remove();
    }
    offer.querySelector("button")?.addEventListener("click", ask);
    place.append(offer);
  };
  show();
  installing.addEventListener("change", show);
}

/** Ask the browser's own question. It may be asked once; the browser tells again when it may be asked again. */
async function ask() {
  const once = installing.offered;
  installing.offered = null;
  await once?.prompt();
  installing.say(null);
}

/**
 * Ask the browser not to clear this journal when the phone runs short of room; call it after something was saved.
 * Most browsers decide by themselves, without a question, and say yes more often to what is used and installed.
 * @returns {Promise<boolean>}
 */
export async function keepStorage() {
  const storage = navigator.storage;
  if (!storage?.persist) return false;
  if (asked || (await storage.persisted())) return storage.persisted();
  asked = true;
  return storage.persist();
}
