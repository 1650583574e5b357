/** The visit's word, kept between pages where the browser keeps anything for frames; elsewhere it ends with the page. */

const KEPT = "helpdesk-visit";

export function kept() {
  try {
    return localStorage.getItem(KEPT) ?? "";
  } catch {
    return "";
  }
}

/** @param {string} visit */
export function keep(visit) {
  try {
    localStorage.setItem(KEPT, visit);
  } catch {
    // Then it ends with the page.
  }
}

export function forgetKept() {
  try {
    localStorage.removeItem(KEPT);
  } catch {
    // Nothing was kept.
  }
}
