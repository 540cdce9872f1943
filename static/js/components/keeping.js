/**
 * Let a browser that can keep a journal keep it, unless somebody says that the device is shared.
 * @module
 */

/** @returns {boolean} whether this browser has all that keeping a journal needs */
function able() {
  return (
    isSecureContext &&
    "indexedDB" in globalThis &&
    "serviceWorker" in navigator &&
    "locks" in navigator &&
    "BroadcastChannel" in globalThis &&
    Boolean(crypto.subtle) &&
    Boolean(HTMLScriptElement.supports?.("importmap"))
  );
}

/**
 * Take away what answers for our pages with no signal: on a shared device every page comes from the server. What somebody
 * wrote here, sealed and not sent yet, stays for them.
 */
async function forgetPages() {
  const registration = await navigator.serviceWorker.getRegistration("/");
  await registration?.unregister();
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("afterword-shell-")).map((name) => caches.delete(name)));
}

/**
 * Close the journal that is open in this browser: whoever signs in on a shared device must not leave another's key
 * behind. What was not sent stays, sealed. A browser that cannot in time is signed in with all the same.
 */
async function closeJournal() {
  // Nobody's journal was ever kept here: then nothing is made here either.
  const there = await indexedDB.databases?.();
  if (there && !there.some(({ name }) => name === "afterword")) return;
  const { current, park } = await import("/static/js/phone/people.js");
  const person = await current();
  if (person) await park(person.id);
}

for (const part of able() ? document.querySelectorAll("[data-keep]") : []) {
  const keep = /** @type {HTMLInputElement} */ (part.querySelector("input[name=keep]"));
  const shared = /** @type {HTMLInputElement} */ (part.querySelector("input[type=checkbox]"));
  const decide = () => {
    keep.disabled = shared.checked;
    if (shared.checked) void forgetPages();
  };
  // Only ever ours to look at: the form sends `keep`, or nothing.
  shared.removeAttribute("name");
  shared.addEventListener("change", decide);
  let closed = false;
  part.closest("form")?.addEventListener("submit", async (event) => {
    if (!shared.checked || closed) return;
    event.preventDefault();
    closed = true;
    await Promise.race([closeJournal().catch(() => {}), new Promise((go) => setTimeout(go, 5000))]);
    /** @type {HTMLFormElement} */ (event.target).requestSubmit();
  });
  addEventListener("pageshow", decide);
  part.toggleAttribute("hidden", false);
  decide();
}
