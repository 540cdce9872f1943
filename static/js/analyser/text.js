/**
 * Text as Python sees it: offsets count code points, and the classes of characters are Python's.
 * @module
 */

/** @typedef {[number, number]} Span start inclusive, end exclusive, in code points */

/** White space, as the inside of a class: what Python and JavaScript call so is not the same. */
export const SPACE = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const LOWER = /^\p{Lowercase}/u;
const UPPER = /^\p{Uppercase}/u;
const DIGIT =
  /^[\p{Nd}²³¹፩-፱᧚⁰⁴-⁹₀-₉①-⑨⑴-⑼⒈-⒐⓪⓵-⓽⓿❶-❾➀-➈➊-➒\u{10a40}-\u{10a43}\u{10e60}-\u{10e68}\u{11052}-\u{1105a}\u{1f100}-\u{1f10a}]/u;


// Classes of all of Unicode are slow to make ready, and hardly ever needed.
export const startsLower = either(/^[a-z]/, LOWER);
export const startsUpper = either(/^[A-Z]/, UPPER);
export const startsDigit = either(/^[0-9]/, DIGIT);

const ASTRAL = /[\u{10000}-\u{10ffff}]/gu;
const GAPS = new RegExp(`[${SPACE}]+`);
const SPACES = new RegExp(`[${SPACE}]`);
/** @type {[RegExp, string][]} */
const STAND_INS = [
  [/\p{Nd}/u, "\u0663"],
  [DIGIT, "\u00b2"],
  [LOWER, "\u0138"],
  [/\p{Lu}/u, "\u03a9"],
  [UPPER, "\u24b6"],
  [/[\p{L}\p{N}]/u, "\u3042"],
];

/**
 * Give the text with one character of its own kind for each that takes two units, so that units count code points. None
 * of those is part of any word the rules know, and none is ever shown back.
 * @param {string} text
 */
export function inCodePoints(text) {
  return text.replace(ASTRAL, (each) => STAND_INS.find(([kind]) => kind.test(each))?.[1] ?? "\u203b");
}

/** @param {RegExp} ascii @param {RegExp} all @returns {(text: string) => boolean} */
function either(ascii, all) {
  return (text) => (text.charCodeAt(0) < 128 ? ascii : all).test(text);
}

/** The words between white space. @param {string} text */
export function split(text) {
  return text.split(GAPS).filter(Boolean);
}

/** @param {string} text @param {number} start @param {number} end @returns {Span} */
export function trimmed(text, start, end) {
  while (start < end && SPACES.test(text[start])) start += 1;
  while (start < end && SPACES.test(text[end - 1])) end -= 1;
  return [start, end];
}

/** @param {Span} one @param {Span} other */
export function byPlace(one, other) {
  return one[0] - other[0] || one[1] - other[1];
}

/** Each different span once, in text order. @param {Span[]} spans @returns {Span[]} */
export function inOrder(spans) {
  return [...spans].sort(byPlace).filter((span, n, all) => !n || byPlace(span, all[n - 1]));
}
