/**
 * A <dialog> that shows what a link with data-sheet leads to; without a script the link is a page. A form in it closes it when it
 * succeeded; a refusal is said in it, because the corner of the page lies behind, and its words stay.
 */

/**
 * @param {HTMLDialogElement} dialog
 * @param {Connection} connection
 */
export function connect(dialog, { signal }) {
  const body = /** @type {HTMLElement} */ (dialog.querySelector("[data-sheet-body]"));
  let isComing = false;

  /** @param {HTMLAnchorElement} link */
  const open = async (link) => {
    if (isComing || dialog.open) return;
    isComing = true;
    await window.htmx.ajax("GET", link.href, { target: body, swap: "innerHTML" });
    isComing = false;
    if (!body.childElementCount) return;
    dialog.setAttribute("aria-label", link.dataset.sheet ?? "");
    dialog.showModal();
    /** @type {HTMLInputElement | null} */ (body.querySelector("input[autofocus]:not([type=search])"))?.select();
  };

  document.addEventListener("click", (event) => {
    const link = /** @type {HTMLAnchorElement | null} */ (/** @type {Element} */ (event.target).closest("a[data-sheet]"));
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(link);
  }, { signal });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || /** @type {Element} */ (event.target).closest("[data-sheet-close]")) dialog.close();
  }, { signal });
  dialog.addEventListener("close", () => body.replaceChildren(), { signal });
  dialog.addEventListener("htmx:after:request", (event) => {
    const { request, response } = /** @type {CustomEvent} */ (event).detail.ctx;
    if (request.method !== "GET" && response?.raw.ok) dialog.close();
  }, { signal });
  document.addEventListener("toast", (event) => {
    const place = body.querySelector("[data-sheet-error]");
    const { text, level } = /** @type {CustomEvent} */ (event).detail;
    if (place instanceof HTMLElement && level === "error") {
      place.textContent = text;
      place.hidden = false;
    }
  }, { signal });
}
