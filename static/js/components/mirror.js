/**
 * A copy of a text box behind it, unseen but for lines under words. The box itself is never touched, so that typing,
 * dictation, the caret, undo and the spelling check stay the browser's own.
 * @module
 */

/** @typedef {{start: number, end: number, severity: "sure" | "maybe"}} Mark offsets in UTF-16 units, in order, apart */

const COPIED = /** @type {const} */ ([
  "fontFamily", "fontSize", "fontWeight", "fontStyle", "fontStretch", "fontVariant", "fontFeatureSettings", "fontKerning",
  "fontSizeAdjust", "lineHeight", "letterSpacing", "wordSpacing", "textIndent", "textTransform", "textAlign",
  "textRendering", "tabSize", "direction", "paddingTop", "paddingRight", "paddingBottom", "paddingLeft", "wordBreak",
  "lineBreak", "hyphens", "borderRadius",
]);

export class Mirror {
  #box;
  #copy = document.createElement("div");
  #value = "";
  /** @type {Mark[]} */
  #marks = [];
  /** What stands in each line of the copy: its text and marks. @type {string[]} */
  #lines = [];
  #watch = new ResizeObserver(() => this.#place());
  #scroll = () => {
    this.#copy.scrollTop = this.#box.scrollTop;
    this.#copy.scrollLeft = this.#box.scrollLeft;
  };

  /** @param {HTMLTextAreaElement} box */
  constructor(box) {
    this.#box = box;
    this.#copy.className = "marks-mirror";
    this.#copy.setAttribute("aria-hidden", "true");
    const host = /** @type {HTMLElement} */ (box.parentElement);
    host.classList.add("marks-host");
    box.classList.add("marks-box");
    host.insertBefore(this.#copy, box);
    box.addEventListener("scroll", this.#scroll, { passive: true });
    this.#watch.observe(box);
    this.#watch.observe(host);
    this.follow();
  }

  /** Show what the box now says; marks move with their words, and one whose words were touched goes. */
  follow() {
    const value = this.#box.value;
    if (value === this.#value) return;
    const { start, end, by } = difference(this.#value, value);
    const kept = this.#marks.filter((mark) => mark.end <= start || mark.start >= end);
    const moved = kept.map((mark) =>
      mark.end <= start ? mark : { ...mark, start: mark.start + by, end: mark.end + by },
    );
    this.#show(value, moved);
  }

  /** @param {Mark[]} marks */
  mark(marks) {
    this.#show(this.#box.value, marks);
  }

  stop() {
    this.#watch.disconnect();
    this.#box.removeEventListener("scroll", this.#scroll);
    this.#box.classList.remove("marks-box");
    this.#copy.remove();
  }

  /**
   * Put new lines where text or marks have changed, and leave the others.
   * @param {string} value
   * @param {Mark[]} marks
   */
  #show(value, marks) {
    this.#value = value;
    this.#marks = marks;
    let at = 0;
    let next = 0;
    const lines = value.split("\n").map((text) => {
      const begin = at;
      at += text.length + 1;
      /** @type {Mark[]} */
      const here = [];
      for (; next < marks.length && marks[next].start < at; next += 1) {
        here.push({ ...marks[next], start: marks[next].start - begin, end: marks[next].end - begin });
      }
      const key = here.length ? `${text}\n${here.map((mark) => `${mark.start} ${mark.end} ${mark.severity}`)}` : text;
      return { text, here, key };
    });
    let head = 0;
    while (head < lines.length && lines[head].key === this.#lines[head]) head += 1;
    let tail = 0;
    const room = Math.min(lines.length, this.#lines.length) - head;
    while (tail < room && lines[lines.length - 1 - tail].key === this.#lines[this.#lines.length - 1 - tail]) tail += 1;
    const after = this.#copy.childNodes[this.#lines.length - tail] ?? null;
    for (let gone = head; gone < this.#lines.length - tail; gone += 1) this.#copy.childNodes[head].remove();
    for (const line of lines.slice(head, lines.length - tail)) this.#copy.insertBefore(drawn(line.text, line.here), after);
    this.#lines = lines.map(({ key }) => key);
    // In the next frame, when the browser has laid the box out anyway.
    requestAnimationFrame(this.#scroll);
  }

  #place() {
    const { style } = this.#copy;
    const seen = getComputedStyle(this.#box);
    for (const name of COPIED) style[name] = seen[name];
    style.top = `${this.#box.offsetTop + this.#box.clientTop}px`;
    const left = this.#box.offsetLeft + this.#box.clientLeft;
    style.left = `${left}px`;
    // By its distance from either side, so that a turned phone, before this runs again, meets no copy wider than it is.
    style.right = `${/** @type {HTMLElement} */ (this.#copy.parentElement).clientWidth - left - this.#box.clientWidth}px`;
    style.height = `${this.#box.clientHeight}px`;
    this.#scroll();
  }
}

/**
 * Where two texts differ: from `start` to `end` of the first, and by how much all behind it has moved.
 * @param {string} before
 * @param {string} after
 */
export function difference(before, after) {
  const least = Math.min(before.length, after.length);
  let start = 0;
  while (start < least && before[start] === after[start]) start += 1;
  let same = 0;
  while (same < least - start && before[before.length - 1 - same] === after[after.length - 1 - same]) same += 1;
  return { start, end: before.length - same, by: after.length - before.length };
}

/**
 * @param {string} text
 * @param {Mark[]} marks
 */
function drawn(text, marks) {
  const line = document.createElement("div");
  let last = 0;
  for (const { start, end, severity } of marks) {
    const mark = document.createElement("span");
    mark.className = `marked-${severity}`;
    mark.textContent = text.slice(start, end);
    line.append(text.slice(last, start), mark);
    last = end;
  }
  // The line's own end keeps an empty line as high as the box shows it.
  line.append(`${text.slice(last)}\n`);
  return line;
}
