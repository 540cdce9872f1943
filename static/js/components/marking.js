/**
 * Start the marking of a box when the page has time for it: the rules first, the long lists when they have come.
 * @module
 */

import { markIdentifiers } from "/static/js/components/marks.js";
import { joined } from "/static/js/identifiers/choices.js";
import { load } from "/static/js/identifiers/index.js";

/** @typedef {import("/static/js/identifiers/choices.js").Choice} Choice */
/** @typedef {import("/static/js/identifiers/index.js").Checker} Checker */

/** @type {Promise<Checker> | undefined} */
let rules;
/** @type {Promise<Checker> | undefined} */
let lists;

/** The checker with its rules alone, and with its lists: each read once on a page. */
function checkers() {
  /** @type {(checker: Checker) => void} */
  let arrived;
  lists ??= new Promise((settle) => (arrived = settle));
  rules ??= load("/static/data/identifiers/", { onLists: (checker) => arrived(checker) });
  return { rules, lists };
}

/**
 * Mark a box. `words` gives what the author has chosen before, `keep` takes the whole list after each choice.
 * @param {HTMLTextAreaElement} box
 * @param {{words: () => Promise<Choice[] | null | undefined>, keep: (choices: Choice[], made: Choice) => unknown,
 *   before?: string}} store `before`: the text as it was kept last, where the box was filled by a script
 */
export function startMarking(box, { words, keep, before }) {
  /** @type {import("/static/js/components/marks.js").Marking | undefined} */
  let marking;
  let stopped = false;
  /** @type {Choice[]} */
  let choices = [];
  const onChoice = (/** @type {Choice} */ made) => {
    choices = joined(choices, [made]);
    keep(choices, made);
  };
  const begin = async () => {
    const loading = checkers();
    const [checker, held] = await Promise.all([loading.rules, words().catch(() => null)]);
    if (stopped || !document.getElementById("marks")) return;
    choices = joined(held ?? [], choices);
    marking = markIdentifiers(box, { checker, choices, onChoice, before });
    const better = await loading.lists;
    if (!stopped) await marking.use(better);
  };
  return {
    /** When the lists are here too; never refused, since without the check everything else still works. */
    ready: begin().catch(() => {}),
    check: () => marking?.check(),
    stop() {
      stopped = true;
      marking?.stop();
    },
  };
}
