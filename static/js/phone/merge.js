/**
 * What revisions say together: heads, entries, joined versions, search. Pure; agrees with `journal/reflections/rules.py`
 * and `journal/schemas/facet_join.py`.
 * @module
 */

/**
 * @typedef {{question_id: string, question: string, text: string}} Answer
 * @typedef {Record<string, any>} Facets
 * @typedef {{body: string, answers: Answer[], facets: Facets}} Content
 * @typedef {{id: string, entry_id: string, parents: string[], deleted: boolean, written_at: string, schema: number}
 *   & Content} Revision exactly as the API has it; `written_at` is ISO 8601
 * @typedef {"waiting" | "offered" | "synced" | "refused"} RowState
 * @typedef {{revision: Revision, state: RowState, since: number|null, why?: string, message?: string}} Held a revision
 *   as this phone holds it; `why` and `message` are the server's, where it was refused
 * @typedef {{id: string, startedAt: string, heads: Revision[], alike: string[], headIds: string[], head: Revision,
 *   deleted: boolean, revisions: Revision[], state: "waiting"|"synced"|"refused", since: number|null,
 *   why: string|null, message: string|null}} Entry `heads` are the living heads that differ, last written first; `alike`
 *   the ids that say what the first says, `headIds` those of all; `head` the one to show; `revisions` newest first
 * @typedef {{id: string, kind: string, rows?: unknown[], fields?: Kind[]}} Kind
 * @typedef {{facets: Kind[]}} Catalogue `facets.json` as it is served
 */

/**
 * Give the ids no other revision follows, in order; never empty for a non-empty entry. A ring of which each follows
 * another is all heads: nothing somebody wrote is ever hidden.
 * @param {Iterable<Pick<Revision, "id"|"parents">>} revisions of one entry
 * @returns {string[]}
 */
export function heads(revisions) {
  const parents = new Map(Array.from(revisions, (one) => [one.id, one.parents]));
  const followed = new Set([...parents].flatMap(([id, of]) => of.filter((parent) => parent !== id)));
  const seen = new Set([...parents.keys()].filter((id) => !followed.has(id)));
  const free = [...seen];
  for (const id of seen) for (const parent of parents.get(id) ?? []) if (parents.has(parent)) seen.add(parent);
  return [...free, ...[...parents.keys()].filter((id) => !seen.has(id))].sort();
}

/**
 * Make one entry of all its revisions.
 * @param {Held[]} held revisions of one entry, at least one
 * @returns {Entry}
 */
export function entryOf(held) {
  const revisions = held.map((one) => one.revision).sort(later);
  const found = new Set(heads(revisions));
  const living = revisions.filter((one) => found.has(one.id) && !one.deleted);
  /** @type {Map<string, Revision[]>} */
  const said = new Map();
  for (const one of living) {
    const key = living.length > 1 ? canonical(one) : "";
    said.set(key, [...(said.get(key) ?? []), one]);
  }
  const groups = [...said.values()];
  const refused = held.find((one) => one.state === "refused" && found.has(one.revision.id));
  const unsent = held.filter((one) => one.state === "waiting" || one.state === "offered");
  return {
    id: revisions[0].entry_id,
    startedAt: revisions[revisions.length - 1].written_at,
    heads: groups.map((group) => group[0]),
    alike: groups[0]?.map((one) => one.id) ?? [],
    headIds: living.map((one) => one.id),
    head: groups[0]?.[0] ?? revisions[0],
    deleted: living.length === 0,
    revisions,
    state: refused ? "refused" : unsent.length ? "waiting" : "synced",
    since: unsent.length ? Math.min(...unsent.map((one) => one.since ?? Infinity)) : null,
    why: refused?.why ?? null,
    message: refused?.message ?? null,
  };
}

/**
 * Order by time written, the newest first; of the same time by id.
 * @param {Revision} a
 * @param {Revision} b
 */
function later(a, b) {
  return Date.parse(b.written_at) - Date.parse(a.written_at) || (a.written_at + a.id < b.written_at + b.id ? 1 : -1);
}

/**
 * Give the same string for the same content, whatever the order of its keys.
 * @param {Content} content
 * @returns {string}
 */
export function canonical({ body, answers, facets }) {
  const said = answers.map((one) => [one.question_id, one.question, one.text]);
  return JSON.stringify([body, said, facets], (_, value) =>
    value && typeof value === "object" && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}

/**
 * Give one content that loses nothing of several, the oldest first.
 * @param {Content[]} contents
 * @param {Catalogue} catalogue
 * @returns {Content}
 */
export function joinedContent(contents, catalogue) {
  /** @type {Content} */
  const joined = { body: "", answers: [], facets: {} };
  for (const { body, answers, facets } of contents) {
    joined.body = joinTexts(joined.body, body);
    joined.answers = joinAnswers(joined.answers, answers);
    joined.facets = joinFacets(joined.facets, facets, catalogue);
  }
  return joined;
}

/**
 * Give the answers of both; one that is there already is not given twice.
 * @param {Answer[]} before
 * @param {Answer[]} after
 * @returns {Answer[]}
 */
export function joinAnswers(before, after) {
  const said = before.map(answerKey);
  return [...before, ...after.filter((one) => !said.includes(answerKey(one)))];
}

/** @param {Answer} one */
const answerKey = (one) => JSON.stringify([one.question_id, one.question, one.text]);

/**
 * Give both texts, one after the other; a text that is there already is not said twice.
 * @param {string} before
 * @param {string} after
 * @returns {string}
 */
export function joinTexts(before, after) {
  if (!after || after === before || before.split("\n\n").includes(after)) return before;
  return before ? `${before}\n\n${after}` : after;
}

/**
 * Give the facets of both: different texts follow one another; of two marks in one place the later stands. A facet the
 * catalogue does not know (a newer app wrote it) is kept as it is, the later one.
 * @param {Facets} before
 * @param {Facets} after
 * @param {Catalogue} catalogue
 * @returns {Facets}
 */
export function joinFacets(before, after, catalogue) {
  const merged = new Map(Object.entries(before));
  for (const [id, value] of Object.entries(after)) {
    const held = merged.get(id);
    const kind = catalogue.facets.find((one) => one.id === id);
    if (held === undefined || !kind) merged.set(id, value);
    else if (id === "template" && held.id !== value.id) {
      // Two sets of boxes: the later becomes a second look rather than taking the place of the first.
      merged.set("looked_again", joinLooks(merged.get("looked_again") ?? [], [value]));
    } else merged.set(id, join(kind, held, value));
  }
  return Object.fromEntries(merged);
}

/**
 * @param {Kind} facet
 * @param {any} before
 * @param {any} after
 * @returns {any}
 */
function join(facet, before, after) {
  switch (facet.kind) {
    case "text":
      return facet.rows ? each(before, after, joinText) : joinTexts(before, after);
    case "record":
      return each(before, after, (a, b, name) => {
        const field = facet.fields?.find((one) => one.id === name);
        return a === undefined || b === undefined || !field ? (b ?? a) : join(field, a, b);
      });
    case "template":
      return Array.isArray(before) ? joinLooks(before, after) : joinBoxes(before, after);
    case "many":
    case "list":
      return [...before, ...after.filter((/** @type {unknown} */ item) => !before.includes(item))];
    case "map":
      return { ...before, ...after };
    case "scale":
      return each(before, after, (a, b) => ({ ...a, ...b }));
    default:
      return after;
  }
}

/**
 * Join two objects key by key.
 * @param {Facets} before
 * @param {Facets} after
 * @param {(a: any, b: any, key: string) => any} both
 */
function each(before, after, both) {
  const keys = Object.keys({ ...before, ...after });
  return Object.fromEntries(keys.map((key) => [key, both(before[key], after[key], key)]));
}

/** @param {string|undefined} a @param {string|undefined} b */
const joinText = (a, b) => joinTexts(a ?? "", b ?? "");

/** @typedef {{id: string, sections: Record<string, string>}} Look */

/** @param {Look[]} before @param {Look[]} after */
function joinLooks(before, after) {
  const looks = new Map(before.map((look) => [look.id, look]));
  for (const look of after) {
    const held = looks.get(look.id);
    looks.set(look.id, held ? joinBoxes(held, look) : look);
  }
  return [...looks.values()];
}

/** @param {Look} before @param {Look} after @returns {Look} */
function joinBoxes(before, after) {
  return { id: after.id, sections: each(before.sections, after.sections, joinText) };
}

/**
 * Give all the author's own sentences as one text: the body, then boxes, then answers.
 * @param {Content} content
 * @param {Catalogue} catalogue
 * @returns {string}
 */
export function fullText({ body, answers, facets }, catalogue) {
  const boxes = wordsIn(facets, catalogue).map(([, text]) => text);
  return [body, ...boxes, ...answers.map((one) => one.text)].filter(Boolean).join("\n\n");
}

/**
 * List the author's own words in facets as [path, text], in a stable order.
 * @param {Facets} facets
 * @param {Catalogue} catalogue
 * @returns {[string, string][]}
 */
export function wordsIn(facets, catalogue) {
  const kinds = new Map(catalogue.facets.map((one) => [one.id, one]));
  return Object.keys(facets).sort().flatMap((id) => words(kinds.get(id), facets[id], id));
}

/**
 * @param {Kind|undefined} facet
 * @param {any} value
 * @param {string} path
 * @returns {[string, string][]}
 */
function words(facet, value, path) {
  switch (facet?.kind) {
    case "text":
    case "list":
      return typeof value === "string" ? [[path, value]] : under(value, path);
    case "record":
      return Object.entries(value).flatMap(([name, inner]) =>
        words(facet.fields?.find((one) => one.id === name), inner, `${path}.${name}`),
      );
    case "template":
      return Array.isArray(value)
        ? value.flatMap((look, n) => under(look.sections, `${path}.${n}.sections`))
        : under(value.sections, `${path}.sections`);
    default:
      return [];
  }
}

/** @param {Record<string, string>} texts @param {string} path @returns {[string, string][]} */
const under = (texts, path) => Object.entries(texts).map(([key, text]) => [`${path}.${key}`, text]);

/** @type {WeakMap<Revision, string>} */
const folded = new WeakMap();

/**
 * Give the entries that hold all the words, in any case, in the order they came; none where no word was given.
 * @param {Entry[]} entries
 * @param {string} wanted
 * @param {Catalogue} catalogue
 * @returns {Entry[]}
 */
export function search(entries, wanted, catalogue) {
  const parts = split(wanted).map(fold);
  /** @param {Revision} head */
  const text = (head) => {
    const kept = folded.get(head) ?? fold(fullText(head, catalogue));
    folded.set(head, kept);
    return kept;
  };
  return entries.filter((entry) => {
    const said = entry.heads.map(text).join("\n");
    return parts.length > 0 && parts.every((part) => said.includes(part));
  });
}

/**
 * Take case away as Python's `casefold` does, so that "Strasse" finds "Straße".
 * @param {string} text
 */
export function fold(text) {
  // Upper case on the way opens ligatures and sharp s; the dotless i alone would become another letter by it.
  return text.replace(/[^ı]+/g, (part) => part.toLowerCase().toUpperCase().toLowerCase()).replaceAll("ς", "σ");
}

/** @param {string} text */
const split = (text) => text.split(/(?:(?!\ufeff)[\s\x1c-\x1f\x85])+/).filter(Boolean);

/**
 * Give the entries that carry a mark for this element and went this way; an empty choice asks nothing.
 * @param {Entry[]} entries
 * @param {{element?: string, went?: string}} choice
 * @returns {Entry[]}
 */
export function filter(entries, { element, went }) {
  return entries.filter(({ head: { facets } }) => {
    const marked = !element || Object.hasOwn(facets.elements ?? {}, element);
    return marked && (!went || facets.valence === went);
  });
}
