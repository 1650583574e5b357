/** A link back to the list that this tab looked at last (list-select.js remembers it), else to where it leads by itself. */

import { lastList } from "../lib/last-list.js";

/**
 * @param {HTMLAnchorElement} link
 * @param {Connection} connection
 */
export function connect(link, { signal }) {
  // At the click and not before: the page's updates write the link anew.
  link.addEventListener("click", () => (link.href = lastList() ?? link.href), { signal });
}
