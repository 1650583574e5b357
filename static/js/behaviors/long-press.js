/**
 * On a touch screen a finger that rests on a row starts choosing rows; while rows are chosen, a tap chooses instead of opening.
 * A finger that moves scrolls, as ever. Rows are [data-row] with a checkbox [data-select] (behaviors/selecting.js).
 */

const LONG_MS = 450;
const STILL_PX = 10;

/**
 * @param {HTMLElement} list
 * @param {Connection} connection
 */
export function connect(list, { signal }) {
  let timer = 0;
  let hasChosen = false;
  let [x, y] = [0, 0];

  const stop = () => clearTimeout(timer);

  list.addEventListener("pointerdown", (event) => {
    stop();
    hasChosen = false;
    const box = boxOf(event.target);
    if (event.pointerType !== "touch" || !event.isPrimary || !box) return;
    [x, y] = [event.clientX, event.clientY];
    timer = setTimeout(() => {
      hasChosen = true;
      navigator.vibrate?.(10);
      box.click();
    }, LONG_MS);
  }, { signal });
  list.addEventListener("pointermove", (event) => {
    if (Math.hypot(event.clientX - x, event.clientY - y) > STILL_PX) stop();
  }, { signal });
  for (const name of ["pointerup", "pointercancel"]) list.addEventListener(name, stop, { signal });
  // The browser's own menu for a link that is held.
  list.addEventListener("contextmenu", (event) => {
    if (boxOf(event.target) && event instanceof PointerEvent && event.pointerType === "touch") event.preventDefault();
  }, { signal });
  list.addEventListener("click", (event) => {
    const box = boxOf(event.target);
    if (!box || event.target === box || !(event instanceof PointerEvent) || event.pointerType !== "touch") return;
    if (!hasChosen && !list.hasAttribute("data-selecting")) return;
    if (/** @type {Element} */ (event.target).closest("label")) return;
    event.preventDefault();
    if (!hasChosen) box.click();
    hasChosen = false;
  }, { signal });
  signal.addEventListener("abort", stop);
}

/** @param {EventTarget | null} target */
function boxOf(target) {
  const row = target instanceof Element ? target.closest("[data-row]") : null;
  return /** @type {HTMLInputElement | null | undefined} */ (row?.querySelector("[data-select]"));
}
