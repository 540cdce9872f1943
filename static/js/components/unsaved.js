/**
 * Ask before a page with unsaved words is left by mistake.
 * @module
 */

/**
 * Guard a form: once something was typed, leaving asks first, unless the form itself is being sent.
 * @param {HTMLFormElement} form
 */
export function guardUnsaved(form) {
  let dirty = false;
  form.addEventListener("input", () => {
    dirty = true;
  });
  form.addEventListener("submit", () => {
    dirty = false;
  });
  addEventListener("beforeunload", (event) => {
    if (dirty) event.preventDefault();
  });
}
