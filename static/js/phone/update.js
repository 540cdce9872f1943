/**
 * The service worker from the page's side: put in place, renewed when the person says so, taken away again.
 * @module
 */

const WORKER = "/sw.js";
const HOUR = 3_600_000;
const containers = () => (isSecureContext ? navigator.serviceWorker : undefined);

/** The one address this page may ever run a worker from. */
const policy = /** @type {any} */ (globalThis).trustedTypes?.createPolicy("worker", {
  /** @param {string} address */
  createScriptURL(address) {
    if (address !== WORKER) throw new TypeError("no other worker");
    return address;
  },
});

/**
 * Put the worker in place and watch for the next version of it.
 *
 * `offer` is called with `accept` when a new version is ready, again when a newer one is. `accept` gives false, and
 * does nothing, where `settled` does: `settled` keeps what is being typed and says whether all of it is durable.
 * @param {{settled: () => Promise<boolean>, offer: (accept: () => Promise<boolean>) => void}} page
 * @returns {Promise<void>}
 */
export async function startWorker({ settled, offer }) {
  const container = containers();
  if (!container) return;
  let accepted = false;
  let ruled = Boolean(container.controller);
  /** @param {() => void} renew */
  const ask = (renew) =>
    offer(async () => {
      if (accepted || !(await settled())) return false;
      accepted = true;
      renew();
      // Something this page fetches can make Chromium start the old worker again and forget the next: a load ends that.
      setTimeout(async () => (await settled()) && location.reload(), 3000);
      return true;
    });
  container.addEventListener("controllerchange", () => {
    // The very first worker changes nothing; one that another tab said yes to waits here for this tab's own yes.
    if (accepted) location.reload();
    else if (ruled) ask(() => location.reload());
    ruled = true;
  });
  const options = /** @type {RegistrationOptions} */ ({ updateViaCache: "none" });
  const registration = await container.register(policy?.createScriptURL(WORKER) ?? WORKER, options);
  /** @param {ServiceWorker | null} worker */
  const noticed = (worker) => {
    if (worker?.state === "installed" && registration.active) ask(() => worker.postMessage({ type: "skip-waiting" }));
  };
  noticed(registration.waiting);
  registration.addEventListener("updatefound", () => {
    const coming = registration.installing;
    coming?.addEventListener("statechange", () => noticed(coming));
  });
  watchTheClock(registration);
}

/**
 * Look for a new version when the journal comes to the front, at most once an hour: an app that stays open for weeks
 * would otherwise never hear of one.
 * @param {ServiceWorkerRegistration} registration
 */
function watchTheClock(registration) {
  let looked = performance.now();
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible" || performance.now() - looked < HOUR) return;
    looked = performance.now();
    registration.update().catch(() => {
      // No signal: the next time will do.
    });
  });
}

/** Let the worker fetch the lists that may come later, and the support list; call it when there is nothing to do. */
export async function finishLoading() {
  const registration = await containers()?.ready;
  registration?.active?.postMessage({ type: "later" });
}

/**
 * Give the version on this phone and how many of its files are not there; null where no worker answers.
 * @returns {Promise<{version: string, missing: number} | null>}
 */
export async function wholeOffline() {
  const registration = await containers()?.getRegistration();
  const active = registration?.active;
  if (!active) return null;
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = (event) => resolve(event.data);
    setTimeout(() => resolve(null), 3000);
    active.postMessage({ type: "whole?" }, [port2]);
  });
}

/** Take the worker and its files away. The words somebody wrote are elsewhere, and stay. */
export async function forgetWorker() {
  const container = containers();
  if (!container) return;
  for (const registration of await container.getRegistrations()) await registration.unregister();
  for (const name of await caches.keys()) if (name.startsWith("afterword-shell-")) await caches.delete(name);
}

/**
 * Give what another app shared, where this page was opened for that.
 * @returns {string | null}
 */
export function takeShared() {
  const shared = document.querySelector("template#shared");
  return shared instanceof HTMLTemplateElement ? shared.content.textContent : null;
}

/** What was shared is durable: from now on this page is the writing page, and loading it again sends nothing. */
export function sharedKept() {
  document.querySelector("template#shared")?.remove();
  history.replaceState(history.state, "", "/write");
}
