/**
 * The page around the views: what is painted into it, where the focus goes, and what is said to everybody.
 * @module
 */

import { $, copy, make, part, speak } from "/static/js/phone/dom.js";

const brand = document.title;
const here = $(document, "#view");
const status = $(document, "#status");
let first = true;
let look = "";

/**
 * Say how the next page looks. It is put on with that page: the one before is not laid out anew to be thrown away.
 * @param {string} name
 */
export function dress(name) {
  look = name;
}

/**
 * Put a view into the page: its title, its section, the focus on its heading (not on the first load).
 * @param {Node} fragment
 * @param {string} title in English, as the catalogues know it, or as it is
 */
export function paint(fragment, title) {
  here.replaceChildren(fragment);
  document.body.className = `shell ${look}`;
  const { classList } = document.documentElement;
  classList.remove("coming");
  classList.toggle("with-actions", Boolean(here.querySelector(".actions-sticky")));
  document.title = `${speak(title)} - ${brand}`;
  if (first) return void (first = false);
  scrollTo({ top: history.state?.scroll ?? 0, behavior: "instant" });
  settleFocus(true);
}

/** Move the focus to the heading, where it is lost or the page is new. @param {boolean} [fresh] */
export function settleFocus(fresh = false) {
  if (!fresh && document.activeElement !== document.body && document.activeElement?.id !== "main") return;
  const heading = here.querySelector("h1") ?? $(document, "#main");
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}

/** Draw the same page again, where it stands; what was opened ("More") stays open. @param {Node} fragment */
export function repaint(fragment) {
  const top = scrollY;
  const opened = Array.from(here.querySelectorAll("details[open] > summary"), (one) => one.textContent);
  here.replaceChildren(fragment);
  for (const one of here.querySelectorAll("summary")) {
    if (one.parentElement && opened.includes(one.textContent)) one.parentElement.toggleAttribute("open", true);
  }
  scrollTo({ top, behavior: "instant" });
  settleFocus();
}

/** Say something short to everybody; it goes with the next page. @param {string} text */
export function say(text) {
  status.querySelector(".notice:not([data-long], [data-version])")?.remove();
  if (!text) return;
  const said = part("notice-kept");
  $(said, ".notice-title").remove();
  $(said, "p").textContent = speak(text);
  status.prepend(said);
}

/**
 * Show why something could not be kept, with a way to copy it.
 * @param {HTMLElement} place
 * @param {any} error
 * @param {() => string} words
 */
export function trouble(place, error, words) {
  const said = part("not-kept");
  const known = ["StoreFull", "StoreGone", "TooLong", "NothingToKeep"].includes(error?.name);
  $(said, "[data-why]").textContent = known ? speak(error.message) : speak("Something went wrong on this phone.");
  const button = $(said, '[data-do="copy"]');
  button.hidden = !words();
  if (error?.name === "TooLong") $(said, "h2").lastChild.textContent = speak("Too long for one entry");
  if (error?.name === "NothingToKeep") {
    $(said, "h2").lastChild.textContent = speak("There is nothing to keep yet");
    $(said, "[data-why]").textContent = speak("Write a few words first. A sentence is enough.");
    $(said, "[data-why] + p").remove();
    button.remove();
  }
  const label = button.textContent;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(words());
    button.textContent = speak("Copied");
    addEventListener("input", () => (button.textContent = label), { once: true }); // what comes now is not copied
  });
  place.replaceChildren(said);
}

/**
 * A page that stands by itself: nobody here, no signal, something broken.
 * @param {"start" | "away" | "broken" | "gone" | "no-entry"} name
 * @param {string} title
 */
export function alone(name, title) {
  const page = copy(name);
  const heading = $(page, "h2");
  heading.replaceWith(make("h1", heading.textContent));
  page.querySelector('[data-do="again"]')?.addEventListener("click", () => location.reload());
  paint(page, title);
  // What another app shared is taken by the box; where there is none it must not be lost.
  if (document.getElementById("shared")) import("/static/js/phone/views/shared.js").then(({ show }) => show(), () => {});
}

/** @param {any} error */
export function broken(error) {
  console.error(error?.name ?? "error");
  alone("broken", "Not opened");
  const why = $(here, "[data-why]");
  why.textContent = ["StoreGone", "StoreFull", "CannotOpen"].includes(error?.name) ? speak(error.message) : "";
}
