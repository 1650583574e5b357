/** Time as people say it: relative within a week, then the date; always in the viewer's zone. Twin of helpdesk/templatetags/ui.py. */

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * @param {Date} at
 * @param {{short: boolean, now?: Date}} options  short for tables: "5m"; long for sentences: "5 minutes ago"
 */
export function relativeTime(at, { short, now = new Date() }) {
  const seconds = Math.round((now.getTime() - at.getTime()) / 1000);
  const distance = Math.abs(seconds);
  if (distance >= 7 * DAY) return shortDate(at, now);
  const [unit, size] = distance < HOUR ? ["minute", MINUTE] : distance < DAY ? ["hour", HOUR] : ["day", DAY];
  const count = Math.floor(distance / Number(size));
  if (count === 0) return null;
  return short
    ? number(count, String(unit))
    : new Intl.RelativeTimeFormat(language()).format(seconds < 0 ? count : -count, /** @type {any} */ (unit));
}

/** @param {Date} at */
export function exactTime(at) {
  return new Intl.DateTimeFormat(language(), { dateStyle: "full", timeStyle: "short", timeZone: zone() }).format(at);
}

/**
 * @param {Date} at
 * @param {Date} now
 */
function shortDate(at, now) {
  const sameYear = at.getFullYear() === now.getFullYear();
  return new Intl.DateTimeFormat(language(), {
    day: "numeric",
    month: "short",
    year: sameYear ? undefined : "numeric",
    timeZone: zone(),
  }).format(at);
}

/**
 * @param {number} value
 * @param {string} unit
 */
function number(value, unit) {
  // Narrow, German mixes "13h" with "59 Min.": there the next longer form is what the server writes.
  const unitDisplay = language().startsWith("en") ? "narrow" : "short";
  return new Intl.NumberFormat(language(), { style: "unit", unit, unitDisplay }).format(value);
}

function language() {
  return document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang || "en-GB";
}

function zone() {
  return document.documentElement.dataset.timezone || undefined;
}
