/** The second copy of what is being written, in this tab, until the server has it. */

/** @typedef {{id: string, name: string, size: string}} KeptFile */
/**
 * `words` as a query string; `savedAt` is when the server had them, in milliseconds since 1970; else 0.
 * @typedef {{revision: number, sent: boolean, savedAt: number, words: string, files: KeptFile[]}} Kept
 */

/**
 * @param {string} url
 * @param {Kept} words
 */
export function keep(url, words) {
  try {
    sessionStorage.setItem(`draft:${url}`, JSON.stringify(words));
  } catch {
    // A full or forbidden storage only costs the second copy.
  }
}

/**
 * @param {string} url
 * @returns {Kept | null}
 */
export function kept(url) {
  return JSON.parse(sessionStorage.getItem(`draft:${url}`) ?? "null");
}

/** @param {string} url */
export function forget(url) {
  sessionStorage.removeItem(`draft:${url}`);
}

/** This browser's name among those of the same person: clocks of two browsers cannot be compared. */
export function writer() {
  const known = localStorage.getItem("writer");
  if (known) return known;
  const made = [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  localStorage.setItem("writer", made);
  return made;
}
