/**
 * What views are made with: copies of the shell's templates, filled with text and attributes alone.
 * @module
 */

/** @typedef {import("/static/js/phone/merge.js").Entry} Entry */

const SVG = "http://www.w3.org/2000/svg";
const NAMES = ["understanding", "collaboration", "commitment", "communication", "empowerment", "time"];

/** English stands in the scripts, and is the key to the other words that a shell in another language brings. */
const held = /** @type {HTMLTemplateElement | null | undefined} */ (globalThis.document?.getElementById("language"))?.content.textContent;
/** @type {Record<string, any>} text, or its forms where it counts something */
const WORDS = held ? JSON.parse(held) : {};
// Browsers leave out what they know of small languages, Welsh among them: its months and forms come with its words.
/** @type {{plural: string, long: string[], short: string[]} | undefined} the form for 0 to 199, then again from 100 */
const LANGUAGE = WORDS[""];

/**
 * Say something in the language of the page.
 * @param {string} text in English, as the catalogues know it
 * @param {Record<string, unknown>} [values] what stands in for `{name}`
 */
export const speak = (text, values = {}) => filled((text && WORDS[text]) || text, values);

/**
 * Say something about a number, `{n}`: English has two forms for it, Welsh six.
 * @param {number} n
 * @param {string} one
 * @param {string} many
 * @param {Record<string, unknown>} [values]
 */
export function counted(n, one, many, values = {}) {
  const forms = WORDS[one];
  const form = forms && LANGUAGE ? forms[LANGUAGE.plural[n < 200 ? n : 100 + (n % 100)]] : n === 1 ? one : many;
  return filled(form, { n, ...values });
}

/** @param {string} text @param {Record<string, unknown>} values */
const filled = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));

export const ELEMENTS = NAMES.map((key) => ({ key, label: speak(key[0].toUpperCase() + key.slice(1)) }));
export const WENT = { went_well: speak("went well"), mixed: speak("mixed"), was_hard: speak("was hard") };

/**
 * Give a copy of what a template of the shell holds.
 * @param {string} id
 * @returns {DocumentFragment}
 */
export function copy(id) {
  const template = document.getElementById(id);
  if (!(template instanceof HTMLTemplateElement)) throw new Error(`no template ${id}`);
  return document.importNode(template.content, true);
}

/**
 * Give the first element of a copied template.
 * @param {string} id
 * @returns {HTMLElement}
 */
export const part = (id) => /** @type {HTMLElement} */ (copy(id).firstElementChild);

/**
 * Find what must be there.
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {any} an element; its kind is what the template says
 */
export function $(root, selector) {
  const found = root.querySelector(selector);
  if (!found) throw new Error(`nothing is ${selector}`);
  return found;
}

/**
 * Make an element with text and attributes.
 * @param {string} name
 * @param {string | null} [text]
 * @param {Record<string, string>} [attributes]
 * @returns {HTMLElement}
 */
export function make(name, text = null, attributes = {}) {
  const made = document.createElement(name);
  if (text !== null) made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

/**
 * Make a part of a drawing.
 * @param {string} name
 * @param {Record<string, string | number>} attributes
 */
export function draw(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}

/**
 * Do something when the part called `data-do="name"` is pressed.
 * @param {ParentNode} root
 * @param {string} name
 * @param {() => unknown} action
 * @returns {HTMLButtonElement}
 */
export function on(root, name, action) {
  const button = $(root, `[data-do="${name}"]`);
  button.addEventListener("click", (/** @type {Event} */ event) => {
    event.preventDefault();
    action();
  });
  return button;
}

/**
 * Draw the mark of an entry: a petal for each element, in words for who listens.
 * @param {Record<string, string>} elements
 * @param {"m" | "l"} size
 * @returns {HTMLElement}
 */
export function mark(elements, size) {
  const made = part(`mark-${size}`);
  const petals = made.querySelectorAll("use");
  ELEMENTS.forEach(({ key }, at) => petal(petals[at], elements[key] ?? "unmarked"));
  const said = ELEMENTS.filter(({ key }) => elements[key]).map(({ key, label }) => `${label} ${speak(elements[key])}`);
  made.setAttribute("aria-label", said.join(", ") || speak("No element marked"));
  return made;
}

/**
 * @param {Element} use
 * @param {string} state
 */
export function petal(use, state) {
  use.setAttribute("class", `petal-${state}`);
  use.setAttribute("href", `${use.getAttribute("href")?.split("#")[0]}#petal-${state}`);
}

/**
 * Say moments in the device's own zone. A format is dear to make, and a list says hundreds of dates: it is made once.
 * @param {Intl.DateTimeFormatOptions} how
 */
export function dates(how) {
  /** @type {Intl.DateTimeFormat | undefined} */
  let format;
  return (/** @type {string | number | Date} */ moment) => {
    const then = new Date(moment);
    const names = LANGUAGE && how.month && LANGUAGE[/** @type {"long" | "short"} */ (how.month)];
    if (!names) return (format ??= new Intl.DateTimeFormat("en-GB", how)).format(then);
    const named = names[how.timeZone ? then.getUTCMonth() : then.getMonth()];
    return [how.day && then.getDate(), named, how.year && then.getFullYear()].filter(Boolean).join(" ");
  };
}

export const date = dates({ day: "numeric", month: "long", year: "numeric" });
export const month = dates({ month: "long", year: "numeric" });
export const clock = dates({ hour: "2-digit", minute: "2-digit" });
const shortDate = dates({ day: "numeric", month: "short" });

/**
 * Say a moment as short as it can be understood: the time today, the day before that.
 * @param {string | number | Date} moment
 */
export function lately(moment) {
  const then = new Date(moment);
  if (then.toDateString() === new Date().toDateString()) return clock(then);
  return shortDate(then);
}

/**
 * Make the `time` element of a moment.
 * @param {string | number} moment
 * @param {string} [words]
 */
export const when = (moment, words = date(moment)) =>
  make("time", words, { datetime: new Date(moment).toISOString() });

/**
 * Shorten text for a list, at the end of a word.
 * @param {string} text
 * @param {number} [most]
 */
export function firstWords(text, most = 180) {
  const flat = text.slice(0, most * 2).replace(/\s+/g, " ").trim();
  return flat.length <= most ? flat : `${flat.slice(0, most).replace(/ [^ ]*$/, "")} ...`;
}

/**
 * Say where an entry is: on this phone alone, synced, or not taken.
 * @param {Pick<Entry, "state">} entry
 * @returns {HTMLElement}
 */
export function savedLine({ state }) {
  const made = part(`saved-${state === "synced" ? "synced" : state === "refused" ? "waiting" : "kept"}`);
  $(made, "span").textContent =
    state === "synced" ? speak("Synced") : state === "refused" ? speak("Not taken by the server") : speak("Saved on this phone");
  return made;
}

/**
 * Make a notice.
 * @param {"info" | "warn" | "kept" | "gentle"} kind
 * @param {string} title
 * @param {string} text
 */
export function notice(kind, title, text) {
  const made = part(`notice-${kind}`);
  $(made, ".notice-title").textContent = title;
  $(made, "p:last-child").textContent = text;
  return made;
}

/**
 * Give a data file of ours.
 * @param {"facets" | "templates"} name
 * @returns {Promise<any>}
 */
export async function data(name) {
  const answer = await fetch(import.meta.resolve(`/static/data/schemas/${name}.json`));
  return answer.json();
}
