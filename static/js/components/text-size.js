/**
 * Say how much room is left while somebody writes, before the limit is met: never by cutting, only by telling.
 * @module
 */

const NEAR = 0.8;

/**
 * Watch a text box that carries `data-limit` (bytes of UTF-8), and whose note is named by `data-note`.
 * The note's own words stay until four fifths of the room are used.
 * @param {HTMLTextAreaElement} box
 */
export function watchSize(box) {
  const limit = Number(box.dataset.limit);
  const note = document.getElementById(box.dataset.note ?? "");
  if (!note) return;
  const calm = note.textContent;
  const encoder = new TextEncoder();
  const say = () => {
    // Three bytes is the most one UTF-16 unit can take: short texts need no counting.
    const most = box.value.length * 3;
    const size = most < limit * NEAR ? 0 : encoder.encode(box.value).length;
    if (size > limit) note.textContent = note.dataset.over ?? "";
    else if (size > limit * NEAR) note.textContent = note.dataset.near ?? "";
    else note.textContent = calm;
  };
  box.addEventListener("input", say);
  say();
}
