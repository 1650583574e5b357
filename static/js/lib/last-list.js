/** The list that this tab showed last, with its sort and page. */

const KEY = "last-list";

export function rememberList() {
  sessionStorage.setItem(KEY, location.pathname + location.search);
}

/** @returns {string | null} */
export function lastList() {
  return sessionStorage.getItem(KEY);
}
