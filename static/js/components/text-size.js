/**
 * Say how much room is left while somebody writes, before the limit is met: never by cutting, only by telling.
 * @module
 */

const NEAR = 0.8;
const BYTES_A_WORD = 6.5;
// Told in steps, so that somebody who listens to the page is not told at every key.
const STEP = 50;

/**
 * Watch a text box that carries `data-limit` (bytes of UTF-8), `data-near` and `data-over` (what to say, with `{n}` for
 * about how many words). Its note, `<id>-note`, keeps its own words until four fifths of the room are used.
 * @param {HTMLTextAreaElement} box
 */
export function watchSize(box) {
  const limit = Number(box.dataset.limit);
  const note = document.getElementById(`${box.id}-note`);
  if (!note) return;
  const calm = note.textContent;
  const encoder = new TextEncoder();
  const say = () => {
    // Three bytes is the most one UTF-16 unit can take: short texts need no counting.
    const most = box.value.length * 3;
    const size = most < limit * NEAR ? 0 : encoder.encode(box.value).length;
    const words = String(Math.ceil(Math.abs(limit - size) / BYTES_A_WORD / STEP) * STEP);
    const said = size > limit ? box.dataset.over : size > limit * NEAR ? box.dataset.near : calm;
    const next = said?.replace("{n}", words) ?? calm;
    if (note.textContent !== next) note.textContent = next;
    note.classList.toggle("box-note-over", size > limit);
  };
  box.addEventListener("input", say);
  say();
}
