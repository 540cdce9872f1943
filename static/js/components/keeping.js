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
  addEventListener("pageshow", decide);
  part.toggleAttribute("hidden", false);
  decide();
}
