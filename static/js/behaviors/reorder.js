/**
 * Rows that are dragged into another order by their handle, with a mouse, a pen or a finger; Escape puts the row back. The order goes
 * to the form named by data-form, whose answer is the list anew; without a pointer, each row has buttons that move it.
 *
 * By pointer events: the drag and drop of HTML knows no fingers.
 */

/**
 * @param {HTMLElement} element the list; its rows have data-row, their handles data-handle
 * @param {Connection} connection
 */
export function connect(element, { signal }) {
  /** @type {HTMLElement | null} */
  let dragged = null;
  /** @type {Element | null} */
  let place = null;

  /** @returns {HTMLElement[]} */
  const rows = () => [...element.querySelectorAll("[data-row]")].filter((row) => row instanceof HTMLElement);

  /** @param {number} y */
  const bringTo = (y) => {
    const over = rows().find((row) => {
      const box = row.getBoundingClientRect();
      return y >= box.top && y < box.bottom;
    });
    if (!dragged || !over || over === dragged) return;
    const box = over.getBoundingClientRect();
    over[y < box.top + box.height / 2 ? "before" : "after"](dragged);
  };

  const letGo = () => {
    dragged?.removeAttribute("data-dragged");
    dragged = null;
  };

  const send = () => {
    const form = document.getElementById(element.dataset.form ?? "");
    if (!(form instanceof HTMLFormElement)) return;
    for (const old of form.querySelectorAll("[name=order]")) old.remove();
    for (const row of rows()) {
      const input = document.createElement("input");
      input.type = "hidden";
      input.name = "order";
      input.value = row.dataset.row ?? "";
      form.append(input);
    }
    form.requestSubmit();
  };

  element.addEventListener(
    "pointerdown",
    (event) => {
      const handle = event.target instanceof Element ? event.target.closest("[data-handle]") : null;
      if (!handle || event.button !== 0 || dragged) return;
      dragged = /** @type {HTMLElement | null} */ (handle.closest("[data-row]"));
      place = dragged?.nextElementSibling ?? null;
      dragged?.setAttribute("data-dragged", "");
      element.setPointerCapture(event.pointerId); // moves and the end are heard wherever the pointer is
      event.preventDefault(); // no text is marked
    },
    { signal },
  );
  element.addEventListener(
    "pointermove",
    (event) => {
      bringTo(event.clientY);
      dragged?.scrollIntoView({ block: "nearest" }); // at the edge a long list scrolls along
    },
    { signal },
  );
  element.addEventListener(
    "pointerup",
    () => {
      const hasMoved = dragged && dragged.nextElementSibling !== place;
      letGo();
      if (hasMoved) send();
    },
    { signal },
  );
  const putBack = () => {
    if (dragged) element.insertBefore(dragged, place);
    letGo();
  };
  element.addEventListener("pointercancel", putBack, { signal });
  document.addEventListener("keydown", (event) => event.key === "Escape" && putBack(), { signal });
}
