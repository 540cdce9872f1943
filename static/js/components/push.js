/**
 * Notifications in this browser: asked for on a tap alone, and compared with what the server keeps at every opening.
 * They carry one word of what they are about, and nothing that anybody wrote.
 * @module
 */

/**
 * How this browser stands: `on` and `off` are the person's own choice, `blocked` the browser's setting, `cannot` a browser
 * without notifications, `trouble` a choice that did not arrive, `unknown` no signal or nobody signed in.
 * @typedef {"on"|"off"|"blocked"|"cannot"|"trouble"|"unknown"} Standing
 * @typedef {{state: "on"|"lost"|"off", key: string}} Kept
 */

/** @returns {Promise<PushManager|null>} null where there is no such thing, or no service worker of ours */
async function manager() {
  if (!("serviceWorker" in navigator) || !("Notification" in globalThis)) return null;
  return (await navigator.serviceWorker.getRegistration("/"))?.pushManager ?? null;
}

/**
 * @param {"compare"|"subscribe"|"unsubscribe"} what
 * @param {unknown} body
 * @returns {Promise<Kept|null>} null for anything but the answer itself: then nothing is known and nothing is changed
 */
async function ask(what, body) {
  try {
    const answer = await fetch(`/api/reminders/${what}`, {
      method: "POST",
      headers: { Accept: "application/json", "Content-Type": "application/json" },
      body: JSON.stringify(body),
      redirect: "manual",
      cache: "no-store",
      signal: AbortSignal.timeout(20_000),
    });
    const said = answer.status === 200 ? await answer.json() : null;
    return ["on", "lost", "off"].includes(said?.state) && typeof said.key === "string" ? said : null;
  } catch {
    return null;
  }
}

/** One tab at a time. @param {() => Promise<Standing>} work @returns {Promise<Standing>} */
const alone = async (work) => (navigator.locks ? navigator.locks.request("afterword-push", work) : work());

/** @param {PushSubscription} held @param {string} key @returns {boolean} whether it was made with this key of the server's */
function madeWith(held, key) {
  const bytes = held.options.applicationServerKey;
  if (!bytes) return false;
  const text = btoa(String.fromCharCode(...new Uint8Array(bytes)));
  return text.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "") === key;
}

/** @param {PushManager} push @param {string} key @returns {Promise<Standing>} */
async function subscribe(push, key) {
  await (await push.getSubscription())?.unsubscribe();
  const fresh = await push.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  if ((await ask("subscribe", fresh.toJSON()))?.state === "on") return "on";
  // What the server does not know can only ever be silent: better to say so now.
  await fresh.unsubscribe();
  return "trouble";
}

/** @returns {Standing} */
const unasked = () => (Notification.permission === "denied" ? "blocked" : "off");

/**
 * Compare what this browser holds with what the server keeps, and mend it: an address the browser changed is told to the
 * server; one that belongs to whoever used this browser before is dropped. Nobody is asked anything.
 * @returns {Promise<Standing>}
 */
export async function compare() {
  const push = await manager();
  if (!push) return "cannot";
  return alone(async () => {
    const held = await push.getSubscription();
    const kept = await ask("compare", { endpoint: held?.endpoint ?? null });
    if (!kept) return "unknown";
    if (kept.state === "off") {
      await held?.unsubscribe();
      return unasked();
    }
    if (kept.state === "on" && held && madeWith(held, kept.key)) return "on";
    if (Notification.permission === "granted") return subscribe(push, kept.key);
    await ask("unsubscribe", {});
    return unasked();
  }).catch(() => "unknown");
}

/** Ask the browser to allow notifications, and turn them on. Only from a tap. @returns {Promise<Standing>} */
export async function turnOn() {
  const push = await manager();
  if (!push) return "cannot";
  if ((await Notification.requestPermission()) !== "granted") return unasked();
  return alone(async () => {
    const kept = await ask("compare", { endpoint: null });
    return kept ? subscribe(push, kept.key) : "trouble";
  }).catch(() => "trouble");
}

/** Turn them off here, whether or not the server hears of it: what is sent to a dropped address ends it there as well.
 * @returns {Promise<Standing>} */
export async function turnOff() {
  const push = await manager();
  return alone(async () => {
    await (await push?.getSubscription())?.unsubscribe();
    await ask("unsubscribe", {});
    return "off";
  });
}

/**
 * Show how this browser stands in a section whose parts carry `data-push-say` (a standing), with buttons
 * `data-push-button="on"` and `"off"`.
 * @param {HTMLElement} section
 */
export async function showPush(section) {
  /** @param {Standing} standing */
  const show = (standing) => {
    for (const part of section.querySelectorAll("[data-push-say]")) {
      part.toggleAttribute("hidden", part.getAttribute("data-push-say") !== standing);
    }
  };
  section.addEventListener("click", async (event) => {
    const button = /** @type {Element} */ (event.target).closest("[data-push-button]");
    if (button) show(await (button.getAttribute("data-push-button") === "on" ? turnOn() : turnOff()));
  });
  show(await compare());
}

const section = document.querySelector("[data-push]");
if (section) void showPush(/** @type {HTMLElement} */ (section));
