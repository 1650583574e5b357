/**
 * The page of a ticket: begins at the newest message, follows new ones while the reader is at the end, and stays put while
 * they read further up.
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
}
