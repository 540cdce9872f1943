/**
 * The answer to a question: kept while it is typed, joined to the entry when it is done.
 * @module
 */

import { $, part, speak } from "/static/js/phone/dom.js";

const PAUSE = 300;

/**
 * Keep what is typed in the box as a draft of its own, and join it to the entry on "Keep my answer".
 * @param {{made: HTMLElement, box: HTMLTextAreaElement, entry: {id: string}, question: {question_id: string, text: string},
 *   ctx: import("/static/js/phone/context.js").Context}} card
 * @returns {Promise<() => Promise<boolean>>} what keeps the last letters, and says whether they are durable
 */
export async function keepAnswer({ made, box, entry, question, ctx }) {
  const key = `answer:${entry.id}`;
  const note = $(made, "#text-note");
  const place = $(made, "[data-errors]");
  let timer = 0;
  let dirty = false;
  /** @type {Promise<boolean>} */
  let last = Promise.resolve(true);
  const begun = await ctx.journal.draft(key);
  note.textContent = "";
  if (begun) {
    // Under whichever question they were begun: a new version may choose another, and words are never written over.
    box.value = begun.body;
    note.textContent = speak("Saved on this phone");
  }
  /** @param {string} body */
  const keep = async (body) => {
    try {
      const facets = { question_id: question.question_id };
      if (body) await ctx.journal.keepDraft({ entry: key, parents: [], body, facets, kind: "answer", at: Date.now() });
      else await ctx.journal.dropDraft(key);
      place.replaceChildren();
      if (!dirty) note.textContent = body && speak("Saved on this phone");
      return true;
    } catch (error) {
      dirty = true;
      ctx.trouble(place, error, () => box.value);
      return false;
    }
  };
  const flush = () => {
    clearTimeout(timer);
    if (dirty) {
      dirty = false;
      const body = box.value;
      last = last.then(() => keep(body));
    }
    return last;
  };
  const hidden = () => document.visibilityState === "hidden" && box.isConnected && flush();
  document.addEventListener("visibilitychange", hidden);
  addEventListener("pagehide", () => box.isConnected && flush());
  box.addEventListener("input", () => ctx.marks(box), { once: true });
  box.addEventListener("input", () => {
    dirty = true;
    note.textContent = "";
    clearTimeout(timer);
    timer = window.setTimeout(flush, PAUSE);
  });
  $(made, "form").addEventListener("submit", async (/** @type {Event} */ event) => {
    event.preventDefault();
    const button = $(made, "form .button");
    if (button.getAttribute("aria-disabled")) return;
    if (!box.value.trim()) return empty();
    button.setAttribute("aria-disabled", "true");
    box.readOnly = true;
    try {
      await flush();
      await ctx.journal.answer(entry.id, { question_id: question.question_id, question: question.text, text: box.value });
      ctx.go(`/entries/${entry.id}`, {}, "Your answer is saved with the entry, on this phone.");
    } catch (error) {
      button.removeAttribute("aria-disabled");
      box.readOnly = false;
      ctx.trouble(place, error, () => box.value);
    }
  });
  return flush;

  function empty() {
    const said = part("notice-info");
    $(said, ".notice-title").remove();
    $(said, "p").textContent = speak("Write a few words, or leave the question: both are fine.");
    said.setAttribute("role", "alert");
    place.replaceChildren(said);
    box.focus();
  }
}
