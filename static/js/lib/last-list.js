/** The list that this tab showed last, with its sort and page, and the tickets that were in it. */

const KEY = "last-list";
const ROWS = "last-list-rows";

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
  /** @type {string[]} */
  const rows = JSON.parse(sessionStorage.getItem(ROWS) ?? "[]");
  const at = rows.indexOf(location.pathname);
  return at < 0 ? undefined : rows[at + step];
}
