/**
 * Start the small behaviours of a page. Every page works without them.
 * @module
 */

import { keepIds } from "/static/js/components/same-entry.js";
import { watchSize } from "/static/js/components/text-size.js";
import { guardUnsaved } from "/static/js/components/unsaved.js";

for (const box of document.querySelectorAll("textarea[data-limit]")) {
  watchSize(/** @type {HTMLTextAreaElement} */ (box));
}
for (const form of document.querySelectorAll("form[data-guard]")) {
  guardUnsaved(/** @type {HTMLFormElement} */ (form));
}
for (const form of document.querySelectorAll("form[data-once]")) {
  keepIds(/** @type {HTMLFormElement} */ (form));
}

// Marking takes a hundred kilobytes of lists: it comes when everything else is there.
const marked = /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("form[data-marks]"));
if (marked.length) {
  const begin = async () => {
    const { markForm } = await import("/static/js/components/marked-forms.js");
    marked.forEach(markForm);
  };
  const idle = () => ("requestIdleCallback" in window ? requestIdleCallback(begin) : setTimeout(begin, 200));
  if (document.readyState === "complete") idle();
  else addEventListener("load", idle, { once: true });
}
