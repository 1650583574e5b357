/**
 * On the page of a ticket, j and k lead to the next and the previous one of the list it was opened from, and back in the list
 * they begin here; at its ends a sentence says so. After Send the event "go-on" leads to the next one, or back to the list.
 */

import { isTyping, keyOf, openMenu, usesShortcuts } from "../lib/keyboard.js";
import { besideInList, isInList, lastList, rememberTicket } from "../lib/last-list.js";
import { textOf } from "../lib/text.js";

/** @type {Record<string, number>} */
const STEPS = { j: 1, k: -1 };

/**
 * @param {HTMLElement} page
 * @param {Connection} connection
 */
export function connect(page, { signal }) {
  rememberTicket();
  // A page that the browser kept is looked at again.
  window.addEventListener("pageshow", rememberTicket, { signal });
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const step = STEPS[keyOf(event)];
    if (!step || isTyping(event.target) || openMenu(event.target) || !usesShortcuts() || document.querySelector("dialog[open]")) return;
    const url = besideInList(step);
    if (url) location.assign(url);
    else if (isInList()) say(step > 0 ? textOf(page, "last", "That was the last one of the list.") : textOf(page, "first", "This is the first one of the list."));
  }, { signal });
  document.addEventListener("go-on", (event) => {
    const next = /** @type {CustomEvent} */ (event).detail.to === "next" ? besideInList(1) : undefined;
    const back = /** @type {HTMLAnchorElement | null} */ (document.querySelector("[data-behavior~=back-to-list]"));
    location.assign(next ?? lastList() ?? back?.href ?? "/desk/");
  }, { signal });
}

/** @param {string} text */
function say(text) {
  document.dispatchEvent(new CustomEvent("toast", { detail: { text, level: "info" } }));
}
