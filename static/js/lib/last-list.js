/** The list that this tab showed last, with its sort and page, and the tickets that were in it. */

import { inItsPlace } from "./places.js";

const KEY = "last-list";
const ROWS = "last-list-rows";
const TICKET = "last-ticket";

export function rememberList() {
  sessionStorage.setItem(KEY, location.pathname + location.search);
  // As it was when it was left.
  window.addEventListener("pagehide", () => {
    const links = /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("a[data-row-link]"));
    sessionStorage.setItem(ROWS, JSON.stringify([...links].map((link) => link.pathname)));
  }, { once: true });
}

/** @returns {string | null} */
export function lastList() {
  return sessionStorage.getItem(KEY);
}

/**
 * The page of the ticket that stood so many rows below this one; undefined at the ends, and when this one was not in the list.
 * @param {number} step
 * @returns {string | undefined}
 */
export function besideInList(step) {
  const rows = rowsOfList();
  const at = rows.indexOf(location.pathname);
  return at < 0 ? undefined : rows[at + step];
}

/** Whether the ticket on this page stood in that list. */
export function isInList() {
  return rowsOfList().includes(location.pathname);
}

/** @returns {string[]} */
function rowsOfList() {
  return JSON.parse(sessionStorage.getItem(ROWS) ?? "[]");
}

/** Whether this list had tickets when this tab left it. To be asked before `rememberList`. */
export function wasFilled() {
  return lastList() === location.pathname + location.search && JSON.parse(sessionStorage.getItem(ROWS) ?? "[]").length > 0;
}

/** The ticket on this page is the one from which somebody goes back to the list. */
export function rememberTicket() {
  sessionStorage.setItem(TICKET, location.pathname);
}

/**
 * Of the list on this page, the link of the ticket that somebody comes back from; where that has left the list, of the one that
 * took its place. Undefined when they come from elsewhere. To be asked before `rememberList`.
 * @returns {HTMLAnchorElement | undefined}
 */
export function rowToResume() {
  const ticket = sessionStorage.getItem(TICKET);
  if (!ticket || lastList() !== location.pathname + location.search) return undefined;
  sessionStorage.removeItem(TICKET);
  /** @type {string[]} */
  const before = JSON.parse(sessionStorage.getItem(ROWS) ?? "[]");
  const links = [.../** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("a[data-row-link]"))];
  const path = inItsPlace(before, ticket, links.map((link) => link.pathname));
  return links.find((link) => link.pathname === path);
}
