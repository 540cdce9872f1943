/**
 * Tell the server where the clock on the wall is, with the form that asks to be reminded at a time.
 * @module
 */

for (const field of document.querySelectorAll("input[data-zone]")) {
  /** @type {HTMLInputElement} */ (field).value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
}
