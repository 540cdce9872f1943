/**
 * Change the text of a box as its writer would, by typing over a selection: undo, drafts and counters all see it.
 * @module
 */

import { difference } from "/static/js/components/mirror.js";

/**
 * Make the box say `next`. Only the stretch that differs is typed over; what had the focus keeps it, and the page stays
 * where it was scrolled to.
 * @param {HTMLTextAreaElement} box
 * @param {string} next
 * @param {(place: number) => number} moved where a place of the old text is in the new one
 */
export function retype(box, next, moved) {
  const before = box.value;
  if (before === next) return;
  const { start, end } = whole(before, next);
  const held = { start: moved(box.selectionStart), end: moved(box.selectionEnd), at: box.selectionDirection };
  const focused = document.activeElement;
  const { scrollTop, inputMode } = box;
  const { scrollX, scrollY } = window;
  // A keyboard that was shut stays shut.
  if (focused !== box) box.inputMode = "none";
  box.focus({ preventScroll: true });
  box.setSelectionRange(start, end);
  const typed = next.slice(start, next.length - (before.length - end));
  const done = typed ? document.execCommand("insertText", false, typed) : document.execCommand("delete");
  if (!done || box.value !== next) {
    box.value = next;
    box.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText" }));
  }
  box.setSelectionRange(held.start, held.end, held.at);
  if (focused !== box) {
    if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
    box.inputMode = inputMode;
  }
  box.scrollTop = scrollTop;
  scrollTo(scrollX, scrollY);
}

/**
 * The stretch in which the texts differ, never parting the two halves of one letter.
 * @param {string} before
 * @param {string} next
 */
function whole(before, next) {
  let { start, end } = difference(before, next);
  const half = (/** @type {string} */ text, /** @type {number} */ at) => /[\udc00-\udfff]/.test(text[at] ?? "");
  if (half(before, start) || half(next, start)) start -= 1;
  if (half(before, end)) end += 1;
  return { start, end };
}
