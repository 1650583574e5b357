/**
 * A row of links that scrolls: to the page where one is.
 * @param {HTMLElement} element
 */
export function connect(element) {
  const current = element.querySelector("[aria-current]");
  if (!(current instanceof HTMLElement)) return;
  const middle = (/** @type {HTMLElement} */ one) => {
    const { left, width } = one.getBoundingClientRect();
    return left + width / 2;
  };
  element.scrollLeft += middle(current) - middle(element);
}
