/**
 * Let a page that somebody goes back to save the same entry again, instead of a second one.
 * @module
 */

/**
 * Keep the ids of a form with the page in the browser's history: ids alone, never words. Where the page is come back to
 * and its box was filled again by the browser, the form takes up its old ids; an empty box begins a new entry.
 * @param {HTMLFormElement} form with hidden fields `entry` and `revision`, and a box called `text`
 */
export function keepIds(form) {
  const fields = ["entry", "revision"].map((name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name)));
  const box = /** @type {HTMLTextAreaElement} */ (form.elements.namedItem("text"));
  addEventListener("pageshow", () => {
    const held = history.state?.ids;
    if (Array.isArray(held) && box.value.trim()) fields.forEach((field, at) => (field.value = held[at]));
    else history.replaceState({ ids: fields.map((field) => field.value) }, "");
  });
}
