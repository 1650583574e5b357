/**
 * A <details> that stays on top of what is read: whoever reads on folds it to its one line, and a click opens it again. What stands
 * in view stays where it is. Not while somebody is at work in it, nor when the page itself follows what comes at the end.
 */

const READ_ON = 60;
const NEAR_END = 80;

/**
 * @param {HTMLDetailsElement} element
 * @param {Connection} connection
 */
export function connect(element, { signal }) {
  const scroller = /** @type {HTMLElement} */ (element.parentElement);
  let openedAt = scroller.scrollTop;

  const isAtEnd = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_END;

  const fold = () => {
    const last = scroller.lastElementChild;
    const before = last?.getBoundingClientRect().top ?? 0;
    element.open = false;
    scroller.scrollTop += (last?.getBoundingClientRect().top ?? 0) - before;
  };

  element.addEventListener("toggle", () => (openedAt = scroller.scrollTop), { signal });
  scroller.addEventListener("scroll", () => {
    if (!element.open || element.contains(document.activeElement) || getComputedStyle(element).position !== "sticky") return;
    if (isAtEnd()) openedAt = scroller.scrollTop;
    else if (Math.abs(scroller.scrollTop - openedAt) > READ_ON) fold();
  }, { signal, passive: true });
}
