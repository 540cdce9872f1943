/**
 * What every view stands on: the open journal and its sync, and the few things a view may do to the page.
 * @module
 */

import { data } from "/static/js/phone/dom.js";
import { Journal } from "/static/js/phone/journal.js";
import { joinedContent } from "/static/js/phone/merge.js";
import { alone, paint, repaint, say, settleFocus, trouble } from "/static/js/phone/page.js";
import * as people from "/static/js/phone/people.js";

/**
 * @typedef {import("/static/js/phone/merge.js").Entry} Entry
 * @typedef {import("/static/js/phone/merge.js").Content} Content
 * @typedef {import("/static/js/phone/people.js").Person} Person
 * @typedef {import("/static/js/phone/store.js").Store} Store
 * @typedef {import("/static/js/phone/facets.js").Facet} Facet
 * @typedef {{name: string, path: string, id: string, template: string, state: Record<string, any>}} Place `state` is
 *   what the browser's history keeps with the page: ids and numbers, never words
 * @typedef {{settle?: () => Promise<boolean>, leave?: () => unknown}} View `settle`: keep what is typed, and say whether
 *   all of it is durable
 * @typedef {{id: string, label: string, summary: string, default?: boolean,
 *   steps: {id: string, label: string, prompt: string, hint: string}[]}} Template
 * @typedef {{facets: Facet[], templates: Template[]}} Catalogue
 * @typedef {{signposts: string[], elements: string[], parts: [string, [number, number][]][]}} Analysis kinds of signpost,
 *   elements the words point at, and the parts of a reflection that are here with where they stand (code points)
 * @typedef {{person: Person, store: Store, key: CryptoKey, raw: Uint8Array<ArrayBuffer> | null, facets: Facet[]}} Parts
 * @typedef {{go: (path: string, state?: Record<string, any>, saying?: string, instead?: boolean) => Promise<void>,
 *   settle: () => Promise<boolean>}} Ways
 * @typedef {Parts & {
 *   journal: Journal, syncing: () => Promise<import("/static/js/phone/sync.js").Syncer>, people: typeof people,
 *   go: Ways["go"], settle: Ways["settle"], say: typeof say,
 *   paint: typeof paint, repaint: typeof repaint, trouble: typeof trouble, settleFocus: typeof settleFocus,
 *   missing: () => void, locked: () => Promise<boolean>, lockNow: () => Promise<void>,
 *   catalogue: () => Promise<Catalogue>, entry: (id: string) => Promise<Entry | null>,
 *   joined: (entry: Entry) => Content, analyser: () => Promise<any>, analysis: (text: string) => Promise<Analysis | null>,
 *   idle: (work: () => unknown) => void, marks: (box: HTMLTextAreaElement, before?: string) => Promise<(() => void) | undefined>,
 * }} Context
 */

/** @param {string[]} row */
const FIRST = ([name]) => name;

/**
 * Open the journal and give what views need.
 * @param {Parts} parts
 * @param {Ways} ways
 * @returns {Promise<Context>}
 */
export async function contextOf(parts, { go, settle }) {
  const { person, store, key, facets } = parts;
  const journal = await Journal.open({ key, person: person.id }, store, { facets });
  /** @type {Promise<import("/static/js/phone/sync.js").Syncer> | null} */
  let syncer = null;
  /** @type {Promise<Template[]> | null} */
  let templates = null;
  /** @type {Promise<any> | null} */
  let twin = null;
  const analyser = () => {
    twin ??= import("/static/js/analyser/index.js").then((found) => found.load());
    return twin.catch(() => (twin = null));
  };
  const locked = async () => !((await store.get("keys", "device")) instanceof CryptoKey);
  return {
    ...parts, journal, people, go, settle, say, paint, repaint, trouble, settleFocus, analyser, locked,
    syncing: () => (syncer ??= import("/static/js/phone/sync.js").then(
      ({ Syncer }) => new Syncer({ journal, store, person: person.id, device: person.device }),
    )),
    missing: () => alone("no-entry", "Not here"),
    lockNow: async () => {
      // Words that cannot be kept stay in the box: a lock that loses a sentence would cost more than one that waits.
      if ((await settle()) && (await locked())) journal.lock();
    },
    catalogue: async () => {
      templates ??= data("templates").then((found) => found.templates);
      return { facets, templates: await templates.catch(() => ((templates = null), [])) };
    },
    entry: async (id) => {
      const found = await journal.entry(id);
      return found?.deleted ? null : found;
    },
    joined: (entry) => joinedContent([...entry.heads].reverse(), { facets }),
    analysis: async (text) => {
      try {
        const { p, e, c } = (await analyser()).analyse(text);
        return { signposts: p.map(FIRST), elements: e.map(FIRST), parts: c };
      } catch {
        return null;
      }
    },
    idle: (work) => void (globalThis.requestIdleCallback ?? setTimeout)(() => work(), { timeout: 1500 }),
    marks: async (box, before) => {
      try {
        const { startMarking } = await import("/static/js/components/marking.js");
        return startMarking(box, { words: () => journal.words(), keep: (value) => journal.keepWords(value), before }).stop;
      } catch {
        // The lists are not on the phone yet: they come with the next signal.
        return undefined;
      }
    },
  };
}
