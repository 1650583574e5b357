/**
 * The keys of what can be done to chosen rows work on the row that j and k have reached: while none is chosen, it is chosen by
 * the key, and the key pressed again once the bar is there.
 */

import { isTyping, keyOf, openMenu, usesShortcuts } from "../lib/keyboard.js";

const MOST_MS = 3000;
const KEYS = new Set(["e", "a", "T", "s", "p", "t", "z", "m", "!", "#"]);

/**
 * @param {HTMLElement} element  in which the bar stands
 * @param {Connection} connection
 */
export function connect(element, { signal }) {
  const bar = /** @type {HTMLElement} */ (element.querySelector("[data-bar]"));
  let waiting = "";
  let since = 0;

  const press = () => {
    const control = waiting && bar.querySelector(`[data-key="${CSS.escape(waiting)}"]`);
    // The bar is there and has no such act for this person: the row is chosen, and that is all.
    if (!control && bar.querySelector("[data-count]")) waiting = "";
    if (!(control instanceof HTMLElement)) return;
    waiting = "";
    if (control.matches("summary")) control.focus();
    control.click();
  };

  document.addEventListener("keydown", (event) => {
    const key = keyOf(event);
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (!KEYS.has(key) || !bar.hidden || isTyping(event.target) || openMenu(event.target) || !usesShortcuts() || document.querySelector("dialog[open]")) return;
    const box = document.querySelector("[data-row][aria-current=true] [data-select]");
    if (!(box instanceof HTMLElement)) return;
    event.preventDefault();
    [waiting, since] = [key, event.timeStamp];
    box.click();
    press();
  }, { signal });
  document.addEventListener("htmx:after:swap", press, { signal });
  // What is typed until then is meant for the menu that opens, and for nothing else.
  window.addEventListener("keydown", (event) => {
    if (!waiting || event.timeStamp - since > MOST_MS || isTyping(event.target)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, { signal, capture: true });
}
