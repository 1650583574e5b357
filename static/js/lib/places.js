/** Where one goes on in a list whose rows come and go. */

/**
 * What is still there of a list: the one that was asked for, else the one that took its place, which stood below it, else the
 * one above.
 * @param {string[]} before  the list as it was
 * @param {string} wanted
 * @param {string[]} now
 * @returns {string | undefined}
 */
export function inItsPlace(before, wanted, now) {
  const at = before.indexOf(wanted);
  const candidates = at < 0 ? [wanted] : [...before.slice(at), ...before.slice(0, at).reverse()];
  return candidates.find((one) => now.includes(one));
}
