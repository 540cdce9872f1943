/**
 * The question after saving: one at a time, at most three, always to be passed over. Chosen on the phone.
 * @module
 */

import { fullText } from "/static/js/phone/merge.js";
import { $, copy, on, part, savedLine } from "/static/js/phone/dom.js";

/** @typedef {import("/static/js/phone/context.js").Place} Place */
/** @typedef {import("/static/js/phone/context.js").Context} Context */
/** @typedef {import("/static/js/phone/merge.js").Entry} Entry */
/** @typedef {{question_id: string, entry_id: string}} Asked */
/** @typedef {{question_id: string, text: string, why: string, reflecting: string, evidence: [number, number][]}} Question */

const MOST = 3;
const HISTORY = 60;
const PATIENCE = 8000;

/** @param {Place} place @param {Context} ctx */
export async function show(place, ctx) {
  const found = await ctx.entry(place.id);
  if (!found) return ctx.missing();
  let entry = found;
  const page = copy("question");
  const saved = $(page, "[data-saved]");
  const root = $(page, "[data-question]");
  $(page, "[data-onward] a").href = `/entries/${entry.id}`;
  const onward = $(page, "[data-onward]");
  const signposts = $(page, "[data-signposts]");
  saved.append(savedLine(entry));
  ctx.paint(page, "A question");
  const refresh = async () => {
    entry = (await ctx.entry(place.id)) ?? entry;
    saved.replaceChildren(savedLine(entry));
  };
  ctx.journal.addEventListener("change", refresh);
  /** @type {{settle?: () => Promise<boolean>}} */
  const view = {};
  ask().catch(() => come(part("question-later")));
  return {
    settle: async () => (await view.settle?.()) ?? true,
    leave: async () => {
      ctx.journal.removeEventListener("change", refresh);
      await view.settle?.();
    },
  };

  /** Choose and show. Without the bank of questions (not fetched yet) nothing is lost and nothing waits. */
  async function ask() {
    const analyser = await Promise.race([ctx.analyser(), new Promise((resolve) => setTimeout(resolve, PATIENCE, null))]);
    if (!analyser) return come(part("question-later"));
    const catalogue = await ctx.catalogue();
    const text = fullText(entry.head, catalogue);
    const found = await ctx.analysis(text);
    if (!found) return come(part("question-later"));
    const posts = found.signposts;
    signposts.replaceChildren(...posts.map((kind) => part(`signpost-${kind}`)));
    const { question, last } = await chosen(analyser, entry, catalogue, place.state.passed, ctx);
    if (question && !posts.includes("distress")) return come(await card(question, last, text));
    // Where signposts stand they are the page; else there is nothing to stop for.
    if (posts.length) come(null);
    else if (onward.isConnected) ctx.go(`/entries/${entry.id}`, {}, "", true);
  }

  /** @param {HTMLElement | null} made what stands in the place of the question */
  function come(made) {
    if (!root.isConnected) return;
    root.replaceChildren(...(made ? [made] : []));
    onward.hidden = Boolean(made?.querySelector("form"));
    ctx.settleFocus();
  }

  /** @param {Question} question @param {boolean} last @param {string} text @returns {Promise<HTMLElement>} */
  async function card(question, last, text) {
    const made = part("question-card");
    $(made, ".question-text").textContent = question.text;
    if (question.reflecting) $(made, ".question-reflecting").textContent = question.reflecting;
    else $(made, ".question-reflecting").remove();
    $(made, "details p").textContent = question.why;
    const letters = [...text];
    const quote = $(made, "blockquote");
    const quotes = apart(question.evidence).map(([start, end]) => {
      const copied = /** @type {HTMLElement} */ (quote.cloneNode());
      copied.textContent = letters.slice(start, end).join("").replace(/\s+/g, " ").trim();
      return copied;
    });
    quote.replaceWith(...quotes);
    $(made, '[data-do="later"]').href = `/entries/${entry.id}`;
    const another = on(made, "another", async () => {
      // What was typed goes along; where it could not be kept it stays in sight.
      if (!((await view.settle?.()) ?? true)) return;
      history.replaceState({ ...history.state, passed: question.question_id }, "");
      place.state.passed = question.question_id;
      ask();
    });
    another.hidden = last;
    const box = $(made, "textarea");
    const { keepAnswer } = await import("/static/js/phone/views/answer.js");
    view.settle = await keepAnswer({ made, box, entry, question, ctx });
    return made;
  }
}

/**
 * Give the spans once each: what lies within another, or runs into it, is read with it.
 * @param {[number, number][]} spans
 * @returns {[number, number][]}
 */
function apart(spans) {
  /** @type {[number, number][]} */
  const all = [];
  for (const [start, end] of [...spans].sort((a, b) => a[0] - b[0])) {
    const last = all.at(-1);
    if (last && start < last[1]) last[1] = Math.max(last[1], end);
    else all.push([start, end]);
  }
  return all;
}

/**
 * Give the question that stands open under the entry, or choose the next and note it as asked.
 * @param {any} analyser
 * @param {Entry} entry
 * @param {import("/static/js/phone/merge.js").Catalogue} catalogue
 * @param {string | undefined} passed the question that was passed over just now
 * @param {Context} ctx
 * @returns {Promise<{question: Question | null, last: boolean}>}
 */
async function chosen(analyser, entry, catalogue, passed, ctx) {
  /** @type {Asked[]} */
  const asked = await ctx.journal.asked();
  const entries = await ctx.journal.entries();
  /** @param {Entry} one */
  const plain = (one) => ({
    id: one.id,
    text: fullText(one.head, catalogue),
    elements: one.head.facets.elements ?? {},
    valence: one.head.facets.valence ?? null,
  });
  const before = entries.filter((one) => one.id !== entry.id && one.startedAt < entry.startedAt);
  const history = before.slice(0, HISTORY).reverse().map(plain);
  const here = asked.flatMap((one, at) => (one.entry_id === entry.id ? [at] : []));
  const last = here.at(-1);
  if (last !== undefined && asked[last].question_id !== passed && !isAnswered(entry, asked[last])) {
    // The same words chose it, so they choose it again: no question has to be kept beside its id.
    const question = analyser.nextQuestion(plain(entry), history, asked.slice(0, last));
    if (question?.question_id === asked[last].question_id) return { question, last: here.length >= MOST };
  }
  if (here.length >= MOST) return { question: null, last: true };
  const question = analyser.nextQuestion(plain(entry), history, asked);
  if (question) await ctx.journal.noteAsked({ question_id: question.question_id, entry_id: entry.id });
  return { question, last: here.length + 1 >= MOST };
}

/** @param {Entry} entry @param {Asked} asked */
const isAnswered = (entry, asked) => entry.head.answers.some((one) => one.question_id === asked.question_id);
