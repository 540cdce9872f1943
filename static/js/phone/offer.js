/**
 * Which facets to offer next, decided by plain addition; agrees with `journal/schemas/facet_offer.py`. Pure.
 * @module
 */

/**
 * @typedef {{base: number, elements?: Record<string, number>, states?: Record<string, number>,
 *   valences?: Record<string, number>, given?: Record<string, number>}} Weights
 * @typedef {{id: string, kind: string, offer?: Weights}} Offered
 */

const WRITING = ["text", "record", "list"];

/**
 * Give at most `n` facets, best first, none already given or passed over, and at most one that asks for writing.
 * @template {Offered} F
 * @param {F[]} facets in the order of the catalogue
 * @param {Record<string, unknown>} given the entry's facets
 * @param {Record<string, string>} elements
 * @param {string | null | undefined} valence
 * @param {{n?: number, passedOver?: string[]}} [options]
 * @returns {F[]}
 */
export function offer(facets, given, elements, valence, { n = 2, passedOver = [] } = {}) {
  const names = Object.keys(given).filter((name) => !isEmpty(given[name]));
  const ranked = facets
    .filter((one) => one.offer && !names.includes(one.id) && !passedOver.includes(one.id))
    .map((one) => ({ one, weight: weigh(/** @type {Weights} */ (one.offer), names, elements, valence) }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  /** @type {F[]} */
  const chosen = [];
  for (const { one } of ranked) {
    if (chosen.length >= n) break;
    if (WRITING.includes(one.kind) && chosen.some((other) => WRITING.includes(other.kind))) continue;
    chosen.push(one);
  }
  return chosen;
}

/** @param {unknown} value */
function isEmpty(value) {
  return value === null || value === undefined || value === "" || (typeof value === "object" && !Object.keys(value).length);
}

/**
 * @param {Weights} weights
 * @param {string[]} given
 * @param {Record<string, string>} elements
 * @param {string | null | undefined} valence
 */
function weigh(weights, given, elements, valence) {
  /** @param {Record<string, number> | undefined} table @param {string[]} names */
  const sum = (table, names) => names.reduce((total, name) => total + (table?.[name] ?? 0), 0);
  return (
    weights.base +
    sum(weights.elements, Object.keys(elements)) +
    sum(weights.states, [...new Set(Object.values(elements))]) +
    sum(weights.valences, valence ? [valence] : []) +
    sum(weights.given, given)
  );
}
