/**
 * Mark the boxes of a page that the server made: the author's choices come with its form and go back one by one.
 * @module
 */

import { startMarking } from "/static/js/components/marking.js";
import { exchange } from "/static/js/identifiers/choices.js";

/** @param {HTMLFormElement} form with `data-marks`, the choices as JSON */
export function markForm(form) {
  const choices = JSON.parse(form.dataset.marks ?? "[]");
  for (const box of form.querySelectorAll("textarea")) {
    // A choice that cannot be sent is made again when the word comes up again.
    startMarking(box, { words: async () => choices, keep: (_, made) => exchange([made]).catch(() => {}) });
  }
}
