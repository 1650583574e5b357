/**
 * Moving through a list by keys: j and k move, with Shift they tick on the way, o and Enter open, x ticks. Rows are
 * [data-row], each with a link [data-row-link] and perhaps a checkbox. The row that has the focus is [aria-current], also
 * after the list was refreshed; when it has left the list, the one that took its place is. Who comes back from a ticket begins
 * at its row. A search whose last ticket has been dealt with says that all is done ([data-all-done]), and not that nothing is
 * found ([data-nothing]).
 */

import { isTyping, keyOf, openMenu, usesShortcuts } from "../lib/keyboard.js";
import { rememberList, rowToResume, wasFilled } from "../lib/last-list.js";
import { inItsPlace } from "../lib/places.js";

// Held down they go on; all else is done once.
const MOVING = ["j", "k", "J", "K"];

/**
 * @param {HTMLElement} list
 * @param {Connection} connection
 */
export function connect(list, { signal }) {
  let currentId = "";
  /** @type {string[]} */
  let ids = [];
  const rows = () => [.../** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll("[data-row]"))];
  const current = () => rows().find((row) => row.id === currentId);

  /** @param {HTMLElement | undefined} row */
  const mark = (row) => {
    current()?.removeAttribute("aria-current");
    currentId = row?.id ?? "";
    row?.setAttribute("aria-current", "true");
  };

  /** @param {number} step */
  const move = (step) => {
    const all = rows();
    const at = all.findIndex((row) => row.id === currentId);
    const next = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1)];
    mark(next);
    linkOf(next)?.focus({ preventScroll: true });
    next?.scrollIntoView({ block: "nearest" });
  };

  const box = () => /** @type {HTMLInputElement | null | undefined} */ (current()?.querySelector("input[type=checkbox]"));

  /** @param {number} step */
  const extend = (step) => {
    for (const go of [() => {}, () => move(step)]) {
      go();
      if (!box()?.checked) box()?.click();
    }
  };

  /** @type {Record<string, () => void>} */
  const keys = {
    j: () => move(1),
    k: () => move(-1),
    o: () => linkOf(current())?.click(),
    x: () => box()?.click(),
    J: () => extend(1),
    K: () => extend(-1),
  };

  document.addEventListener(
    "keydown",
    (event) => {
      if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
      const press = keys[keyOf(event)];
      if (!press || isTyping(event.target) || openMenu(event.target) || !usesShortcuts() || document.querySelector("dialog[open]")) return;
      event.preventDefault();
      if (!event.repeat || MOVING.includes(keyOf(event))) press();
    },
    { signal },
  );
  list.addEventListener("focusin", (event) => mark(rowOf(event.target)), { signal });

  let hasHadRows = rows().length > 0 || wasFilled();
  const sayDone = () => {
    hasHadRows ||= rows().length > 0;
    list.querySelector("[data-all-done]")?.toggleAttribute("hidden", !hasHadRows);
    list.querySelector("[data-nothing]")?.toggleAttribute("hidden", hasHadRows);
  };
  sayDone();

  const resume = () => {
    const link = rowToResume();
    rememberList();
    if (!link) return;
    mark(rowOf(link));
    if (document.activeElement === document.body) link.focus({ preventScroll: true });
    link.closest("[data-row]")?.scrollIntoView({ block: "nearest" });
  };
  resume();
  // By Back the browser may show the page as it was.
  window.addEventListener("pageshow", (event) => event.persisted && resume(), { signal });

  /** Keys go on where the row stood; somebody who types or has opened a menu meanwhile stays there. */
  const goOn = () => {
    const before = ids;
    ids = rows().map((row) => row.id);
    const isGone = currentId !== "" && !current();
    const next = rows().find((row) => row.id === inItsPlace(before, currentId, ids));
    mark(next);
    if (isGone && document.activeElement === document.body) linkOf(next)?.focus({ preventScroll: true });
    sayDone();
  };
  ids = rows().map((row) => row.id);
  document.addEventListener("htmx:after:swap", goOn, { signal });
}

/** @param {EventTarget | null} target */
function rowOf(target) {
  const row = target instanceof Element ? target.closest("[data-row]") : null;
  return row instanceof HTMLElement ? row : undefined;
}

/** @param {HTMLElement | undefined} row */
function linkOf(row) {
  return /** @type {HTMLElement | null | undefined} */ (row?.querySelector("[data-row-link]"));
}
