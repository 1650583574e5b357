/**
 * Shows what the live stream says that one is told, as a notification of the browser: only while no tab of the desk is in
 * front, once for all tabs, and only if the browser was allowed to (behaviors/allow-notifications.js). Sits on the bell.
 */

const IN_FRONT = "desk in front";
const SHOWN = "notifications shown";
const MOST_REMEMBERED = 50;

/**
 * @param {HTMLElement} _element
 * @param {Connection} connection
 */
export function connect(_element, { signal }) {
  if (!("Notification" in window) || !navigator.locks) return;
  standInFront(signal);
  document.addEventListener(
    "live:notification",
    (event) => {
      const { notification, count } = /** @type {CustomEvent} */ (event).detail;
      if (!notification || Notification.permission !== "granted") return;
      // Every tab hears it; one after the other they look whether it was shown.
      navigator.locks.request("notification", () => showOnce(notification, count));
    },
    { signal },
  );
}

/**
 * While a tab is in front it holds a lock that all of them can see.
 * @param {AbortSignal} signal
 */
function standInFront(signal) {
  /** @type {() => void} */
  let release = () => undefined;
  const hold = () => {
    release();
    if (document.hidden || signal.aborted) return;
    navigator.locks.request(IN_FRONT, { mode: "shared" }, () => new Promise((resolve) => (release = () => resolve(undefined))));
  };
  document.addEventListener("visibilitychange", hold, { signal });
  signal.addEventListener("abort", () => release());
  hold();
}

/**
 * @param {number} notification
 * @param {number} count
 */
async function showOnce(notification, count) {
  const { held = [] } = await navigator.locks.query();
  const shown = JSON.parse(localStorage.getItem(SHOWN) ?? "[]");
  const key = `${notification}.${count}`;
  if (held.some((lock) => lock.name === IN_FRONT) || shown.includes(key)) return;
  localStorage.setItem(SHOWN, JSON.stringify([...shown, key].slice(-MOST_REMEMBERED)));
  const answer = await fetch(`/desk/notifications/${notification}/words/`, { headers: { Accept: "application/json" } });
  if (answer.status !== 200) return;
  const { title, body, url } = await answer.json();
  const sign = new Notification(title, { body, tag: `notification-${notification}` });
  sign.addEventListener("click", () => {
    window.focus();
    location.assign(url);
    sign.close();
  });
}
