/**
 * The way back: served in place of `sw.js` when the operator sets JOURNAL_WORKER=rollback. It takes the kept files away
 * and then itself, so that every page comes from the server again. What somebody wrote lies in IndexedDB and is not
 * touched; open pages go on as they are.
 */

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

worker.addEventListener("install", () => {
  worker.skipWaiting();
  // Where a page fetches something just as Chromium ends the old worker, it starts that one again and forgets for half a
  // minute and longer that another waits, and asking again changes nothing. What has been taken off is asked no more.
  setTimeout(() => worker.registration.waiting && leave(), 1000);
});
worker.addEventListener("activate", (event) => event.waitUntil(leave()));
// A page that knows no better may put this worker in place again: it goes as soon as that page speaks to it.
worker.addEventListener("message", (event) => event.waitUntil(leave()));

async function leave() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("afterword-shell-")).map((name) => caches.delete(name)));
  await worker.registration.unregister();
}
