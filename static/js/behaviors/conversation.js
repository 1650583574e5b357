/**
 * The page of a ticket: begins at the newest message, follows new ones while the reader is at the end, and stays put while
 * they read further up. Each request says what the page shows (Shown-Seq), so that the answer brings only what came since.
 */

const NEAR_END = 80;

/**
 * @param {HTMLElement} page
 * @param {Connection} connection
 */
export function connect(page, { signal }) {
  let atEnd = true;
  const scroller = () => /** @type {HTMLElement} */ (page.querySelector("#conversation"));
  const toEnd = () => (scroller().scrollTop = scroller().scrollHeight);
  const measure = () => {
    const element = scroller();
    atEnd = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END;
  };

  toEnd();
  // On a phone the page scrolls, not the conversation.
  const newest = [...page.querySelectorAll(".message")].at(-1);
  if (scroller().scrollHeight <= scroller().clientHeight && newest?.matches(":nth-of-type(n + 2)")) newest.scrollIntoView();
  // Pictures and frames get their height later.
  const observer = new ResizeObserver(() => atEnd && toEnd());
  const observe = () => [...scroller().children].forEach((child) => observer.observe(child));
  observe();
  // The box for writing grows and takes room from the conversation.
  observer.observe(scroller());
  page.addEventListener("scroll", measure, { signal, capture: true, passive: true });
  document.addEventListener(
    "htmx:after:swap",
    () => {
      if (atEnd) toEnd();
      observe();
    },
    { signal },
  );
  signal.addEventListener("abort", () => observer.disconnect());

  const head = () => /** @type {HTMLElement} */ (page.querySelector("#ticket-head"));
  const shownSeq = () => Number(head().dataset.liveSeq);
  let furthest = shownSeq();
  document.addEventListener(
    "htmx:config:request",
    (event) => {
      const { request } = /** @type {CustomEvent} */ (event).detail.ctx;
      request.headers["Shown-Seq"] = String(shownSeq());
    },
    { signal },
  );
  document.addEventListener(
    "htmx:before:swap",
    (event) => {
      const { tasks } = /** @type {CustomEvent} */ (event).detail;
      for (const { target, fragment, swapSpec } of tasks) {
        if (target === scroller() && swapSpec.style === "beforeend") keepOnce(fragment);
      }
    },
    { signal },
  );
  document.addEventListener(
    "htmx:after:swap",
    () => {
      furthest = Math.max(furthest, shownSeq());
      // Overtaken by an answer that knew more: ask for how it is now.
      if (shownSeq() < furthest) window.htmx.trigger(head(), "live:refresh");
    },
    { signal },
  );
}

/**
 * Answers can overlap: what stands in the conversation already is not added again; changes to which some were added
 * replace what stood there.
 * @param {DocumentFragment} added
 */
function keepOnce(added) {
  for (const entry of /** @type {HTMLElement[]} */ ([...added.children])) {
    const shown = document.getElementById(entry.id);
    if (!shown) continue;
    if (Number(entry.dataset.seq) > Number(shown.dataset.seq)) {
      entry.toggleAttribute("open", shown.hasAttribute("open"));
      shown.replaceWith(entry);
    } else entry.remove();
  }
}
