/**
 * A reply on its way (data-held-until): counts the seconds in which it can be undone, then asks for the box until the reply
 * has gone or has come back. Without a time it is coming back already.
 */

const TICK_MS = 250;
const ASK_MS = 1000;

/**
 * @param {HTMLElement} element
 * @param {Connection} connection
 */
export function connect(element, { signal }) {
  const until = Date.parse(element.dataset.heldUntil ?? "");
  const place = element.querySelector("[data-held-seconds]");
  let askedAt = 0;

  const tick = () => {
    const left = until - Date.now();
    if (place) place.textContent = left > 0 ? seconds(left) : "";
    if (left > 0 || Date.now() - askedAt < ASK_MS) return;
    askedAt = Date.now();
    window.htmx.trigger(element, "live:refresh");
  };

  tick();
  const timer = setInterval(tick, TICK_MS);
  signal.addEventListener("abort", () => clearInterval(timer));
}

/** @param {number} milliseconds */
function seconds(milliseconds) {
  const format = new Intl.NumberFormat(document.documentElement.lang || "en", { style: "unit", unit: "second", unitDisplay: "short" });
  return format.format(Math.ceil(milliseconds / 1000));
}
