/**
 * What can be painted before anything is known: the box, not to be typed in until its draft has come. It imports nothing,
 * so that it runs as soon as it is here.
 * @module
 */

const template = document.getElementById("write");
const view = document.getElementById("view");
if (template instanceof HTMLTemplateElement && view && location.pathname === "/write") {
  const page = document.importNode(template.content, true);
  const box = page.querySelector("textarea");
  if (box) box.readOnly = true;
  page.querySelector("[data-kept]")?.remove();
  document.body.classList.add("write");
  view.replaceChildren(page);
}
