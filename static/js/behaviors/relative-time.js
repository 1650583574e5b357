/** Keeps a <time> true as time passes; one clock serves all of them. */

import { exactTime, relativeTime } from "../lib/times.js";

/** @type {Set<HTMLTimeElement>} */
const times = new Set();

/**
 * @param {HTMLTimeElement} element
 * @param {Connection} connection
 */
export function connect(element, { signal }) {
  times.add(element);
  refresh(element);
  signal.addEventListener("abort", () => times.delete(element));
}

/** @param {HTMLTimeElement} element */
function refresh(element) {
  const at = new Date(element.dateTime);
  const text = relativeTime(at, { short: element.dataset.style === "short" });
  if (text && element.textContent !== text) element.textContent = text;
  element.title = exactTime(at);
}

setInterval(() => document.hidden || times.forEach(refresh), 30_000);
document.addEventListener("visibilitychange", () => document.hidden || times.forEach(refresh));
document.addEventListener("htmx:after:swap", () => times.forEach(refresh));
