/**
 * A part of the page that asks for itself anew, named by data-of: where nothing new came for ten seconds (no network, no server, signed
 * out), the element says so. What it shows meanwhile would else be taken for this moment.
 */

const LATE_MS = 10_000;

/**
 * @param {HTMLElement} element
 * @param {Connection} connection
 */
export function connect(element, { signal }) {
  const watched = document.getElementById(element.dataset.of ?? "");
  if (!watched) return;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const begin = () => {
    clearTimeout(timer);
    element.hidden = true;
    timer = setTimeout(() => (element.hidden = false), LATE_MS);
  };
  const observer = new MutationObserver(begin);
  observer.observe(watched, { childList: true });
  signal.addEventListener("abort", () => {
    observer.disconnect();
    clearTimeout(timer);
  });
  begin();
}
