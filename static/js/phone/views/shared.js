/**
 * Text another app shared while no journal is open here: shown to be copied, and kept nowhere.
 * @module
 */

import { $, on, part, speak } from "/static/js/phone/dom.js";
import { takeShared } from "/static/js/phone/update.js";

/** Show it under what stands on the page. @returns {boolean} whether there was any that was not shown yet */
export function show() {
  const view = $(document, "#view");
  const words = takeShared();
  if (!words || view.querySelector("[data-shared]")) return false;
  const said = part("shared-words");
  $(said, "[data-shared]").textContent = words;
  const button = on(said, "copy", async () => {
    await navigator.clipboard.writeText(words);
    button.textContent = speak("Copied");
  });
  view.append(said);
  return true;
}
