/** The bulk act whose result this tab shows, kept for the next page of the list. */

const ACT = "bulk-act";
const KEPT_MS = 60_000;
// What was refused is looked at one by one.
const REFUSED_KEPT_MS = 15 * 60_000;

/**
 * @param {HTMLElement} act  the result, as it stands in the page
 * @returns {boolean} whether it has just come to its end
 */
export function rememberAct(act) {
  const { actUrl: url } = act.dataset;
  const kept = JSON.parse(sessionStorage.getItem(ACT) ?? "{}");
  const known = kept.url === url ? kept : { at: Date.now(), isOver: false };
  const isOver = !act.hasAttribute("aria-busy");
  sessionStorage.setItem(ACT, JSON.stringify({ url, at: known.at, wasRefused: "actRefused" in act.dataset, isOver }));
  return isOver && !known.isOver;
}

export function forgetAct() {
  sessionStorage.removeItem(ACT);
}

/** @returns {string | null} its address; none once whoever went on working has seen it */
export function actToShow() {
  const { url, at, wasRefused } = JSON.parse(sessionStorage.getItem(ACT) ?? "{}");
  return url && Date.now() - at < (wasRefused ? REFUSED_KEPT_MS : KEPT_MS) ? url : null;
}
