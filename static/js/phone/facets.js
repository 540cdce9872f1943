/**
 * A facet as something to fill in, and as it was given; the kinds are those of `journal/schemas/facets/README.md`.
 * @module
 */

import { $, make, part, speak } from "/static/js/phone/dom.js";

/**
 * @typedef {{id: string, label: string, help?: string, better?: string, worse?: string}} Choice
 * @typedef {{id: string, label: string, question: string, help: string, kind: string, options?: Choice[], rows?: Choice[],
 *   units?: Choice[], fields?: Facet[], limit?: number, max_items?: number,
 *   offer?: import("/static/js/phone/offer.js").Weights}} Facet
 * @typedef {(value: any) => void} Changed told the whole value of the facet; undefined where it is empty
 */

let made = 0;

/**
 * Make the fields of a facet.
 * @param {Facet} facet
 * @param {any} value
 * @param {Changed} changed
 * @returns {HTMLElement}
 */
export function facetField(facet, value, changed) {
  const { kind, options = [], rows = [], question, help } = facet;
  const name = `f-${facet.id}-${++made}`;
  if (kind === "one") return group(question, help, choices("radio", name, [...options, LEAVE], [value ?? ""], ([one]) => changed(one || undefined)));
  if (kind === "many") {
    return group(question, help, choices("checkbox", name, options, value ?? [], (all) => changed(all.length ? all : undefined)));
  }
  if (kind === "map") return group(question, help, ...rowsOf(rows, name, options, value, changed));
  if (kind === "scale") return group(question, help, ...unitsOf(facet, name, value, changed));
  if (kind === "text" && rows.length) {
    const held = { ...value };
    return group(question, help, ...rows.map((row) => textField(`${name}-${row.id}`, row.label, row.help ?? "", held[row.id] ?? "", "", facet.limit, (text) => {
      changed(filled(held, row.id, text.trim() ? text : undefined));
    }).field));
  }
  if (kind === "text") {
    return textField(name, question, help, value ?? "", "", facet.limit, (text) => changed(text.trim() ? text : undefined)).field;
  }
  if (kind === "record") {
    const held = { ...value };
    const fields = (facet.fields ?? []).map((one) => facetField(one, held[one.id], (given) => changed(filled(held, one.id, given))));
    return group(question, help, ...fields);
  }
  if (kind === "date") return lineField(name, question, help, "date", value ?? "", (text) => changed(text || undefined));
  return lineField(name, question, speak("Put a comma between them."), "text", (value ?? []).join(", "), (text) => {
    const items = [...new Set(text.split(",").map((item) => item.trim()).filter(Boolean))];
    changed(items.length ? items : undefined);
  });
}

const LEAVE = { id: "", label: speak("Leave it") };

/**
 * Set one part of a value that has parts; give what is left, undefined for nothing.
 * @param {Record<string, any>} held
 * @param {string} key
 * @param {any} value
 */
function filled(held, key, value) {
  if (value === undefined || value === "") delete held[key];
  else held[key] = value;
  return Object.keys(held).length ? { ...held } : undefined;
}

/** @param {Choice[]} rows @param {string} name @param {Choice[]} options @param {any} value @param {Changed} changed */
function rowsOf(rows, name, options, value, changed) {
  const held = { ...value };
  return rows.map((row) => {
    const plain = [...options.map(({ id, label }) => ({ id, label })), LEAVE];
    const inner = group(row.label, row.help ?? "", choices("radio", `${name}-${row.id}`, plain, [held[row.id] ?? ""], ([one]) => {
      changed(filled(held, row.id, one));
    }));
    inner.classList.add("choices-inline");
    return inner;
  });
}

/** @param {Facet} facet @param {string} name @param {any} value @param {Changed} changed */
function unitsOf({ units = [], rows = [] }, name, value, changed) {
  const held = { ...value };
  return units.map((unit, at) => {
    const closed = /** @type {HTMLDetailsElement} */ (part("closed"));
    closed.open = at === 0;
    $(closed, "summary").textContent = speak(unit.label);
    const inner = { ...held[unit.id] };
    for (const row of rows) {
      const poles = [{ id: "better", label: row.better ?? "" }, { id: "worse", label: row.worse ?? "" }, { id: "cannot_tell", label: speak("Cannot tell") }, LEAVE];
      $(closed, ".stack").append(group(row.label, "", choices("radio", `${name}-${unit.id}-${row.id}`, poles, [inner[row.id] ?? ""], ([one]) => {
        changed(filled(held, unit.id, filled(inner, row.id, one)));
      })));
    }
    return closed;
  });
}

/**
 * @param {string} legend
 * @param {string} help
 * @param {...(Node | Node[])} inside
 */
function group(legend, help, ...inside) {
  const set = make("fieldset", null, { class: "field choices" });
  set.append(make("legend", speak(legend)));
  if (help) set.append(make("p", speak(help), { class: "hint" }));
  set.append(...inside.flat());
  return set;
}

/**
 * @param {"radio" | "checkbox"} type
 * @param {string} name
 * @param {Choice[]} options
 * @param {string[]} chosen
 * @param {(chosen: string[]) => void} changed
 */
function choices(type, name, options, chosen, changed) {
  const all = options.map((option, at) => {
    const choice = part("choice");
    const input = $(choice, "input");
    Object.assign(input, { type, name, value: option.id, id: `${name}-${at}`, checked: chosen.includes(option.id) });
    $(choice, "label").textContent = speak(option.label);
    $(choice, "label").htmlFor = input.id;
    if (option.help) {
      choice.append(make("p", speak(option.help), { class: "hint", id: `${input.id}-hint` }));
      input.setAttribute("aria-describedby", `${input.id}-hint`);
    }
    input.addEventListener("change", () => {
      changed(all.map((one) => $(one, "input")).filter((one) => one.checked).map((one) => one.value));
    });
    return choice;
  });
  return all;
}

/**
 * @param {string} name
 * @param {string} label
 * @param {string} hint
 * @param {string} value
 * @param {string} [note]
 * @param {number} [limit]
 * @param {(text: string) => void} [changed]
 * @returns {{field: HTMLElement, box: HTMLTextAreaElement}}
 */
export function textField(name, label, hint, value, note = "", limit, changed) {
  const field = part("text-field");
  const box = $(field, "textarea");
  named(field, box, name, label, { hint, note });
  box.value = value;
  if (limit) box.maxLength = limit;
  if (changed) box.addEventListener("input", () => changed(box.value));
  return { field, box };
}

/**
 * @param {string} name
 * @param {string} label
 * @param {string} hint
 * @param {string} type
 * @param {string} value
 * @param {(text: string) => void} changed
 */
function lineField(name, label, hint, type, value, changed) {
  const field = part("line-field");
  const input = $(field, "input");
  named(field, input, name, label, { hint });
  input.type = type;
  input.value = value;
  input.addEventListener("input", () => changed(input.value));
  return field;
}

/**
 * @param {HTMLElement} field
 * @param {HTMLElement & {name: string}} input
 * @param {string} name
 * @param {string} label
 * @param {Record<string, string>} said hint and note
 */
function named(field, input, name, label, said) {
  $(field, "label").textContent = speak(label);
  $(field, "label").htmlFor = name;
  input.id = input.name = name;
  const ids = [];
  for (const place of field.querySelectorAll(".hint")) {
    const [text, end] = place.id.endsWith("-note") ? [said.note, "note"] : [said.hint, "hint"];
    place.textContent = speak(text ?? "");
    place.id = `${name}-${end}`;
    if (text) ids.push(place.id);
    else place.remove();
  }
  input.removeAttribute("aria-describedby");
  if (ids.length) input.setAttribute("aria-describedby", ids.join(" "));
}

/**
 * Give a facet as it was given, as lines of [label, words, whether they are the author's own].
 * @param {Facet} facet
 * @param {any} value
 * @returns {[string, string, boolean][]}
 */
export function facetLines({ kind, options = [], rows = [], units = [], fields = [] }, value) {
  /** @param {Choice[]} list @param {string} id */
  const label = (list, id) => speak(list.find((one) => one.id === id)?.label ?? id);
  if (kind === "one") return [["", label(options, value), false]];
  if (kind === "many") return [["", value.map((/** @type {string} */ id) => label(options, id)).join(", "), false]];
  if (kind === "list") return [["", value.join(", "), true]];
  if (kind === "map") return Object.entries(value).map(([row, id]) => [label(rows, row), label(options, id), false]);
  if (kind === "text" && rows.length) return Object.entries(value).map(([row, text]) => [label(rows, row), text, true]);
  if (kind === "record") {
    return fields.flatMap((field) =>
      field.id in value ? facetLines(field, value[field.id]).map(([, words, own]) => /** @type {[string, string, boolean]} */ ([speak(field.label), words, own])) : [],
    );
  }
  if (kind === "scale") {
    return Object.entries(value).flatMap(([unit, answers]) =>
      Object.entries(/** @type {Record<string, string>} */ (answers)).map(([row, id]) => {
        const poles = /** @type {any} */ (rows.find((one) => one.id === row));
        return /** @type {[string, string, boolean]} */ ([`${label(units, unit)}: ${label(rows, row)}`, poles?.[id] ? speak(poles[id]) : label(options, id), false]);
      }),
    );
  }
  return [["", String(value), kind === "text"]];
}
