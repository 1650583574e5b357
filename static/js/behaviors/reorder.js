/**
 * Rows that are dragged into another order by their handle. The order goes to the form named by data-form, whose answer is the list
 * anew; without a pointer, each row has buttons that move it.
 */

/**
 * @param {HTMLElement} element the list; its rows have data-row, their handles data-handle
 * @param {Connection} connection
 */
export function connect(element, { signal }) {
  /** @type {HTMLElement | null} */
  let dragged = null;

  /** @param {Event} event */
  const rowOf = (event) =>
    event.target instanceof Element ? /** @type {HTMLElement | null} */ (event.target.closest("[data-row]")) : null;

  element.addEventListener(
    "pointerdown",
    (event) => {
      const handle = event.target instanceof Element && event.target.closest("[data-handle]");
      rowOf(event)?.toggleAttribute("draggable", Boolean(handle));
    },
    { signal },
  );
  element.addEventListener(
    "dragstart",
    (event) => {
      dragged = rowOf(event);
      dragged?.setAttribute("data-dragged", "");
      event.dataTransfer?.setData("text/plain", dragged?.dataset.row ?? "");
    },
    { signal },
  );
  element.addEventListener(
    "dragover",
    (event) => {
      const over = rowOf(event);
      if (!dragged || !over) return;
      event.preventDefault();
      if (over === dragged) return;
      const box = over.getBoundingClientRect();
      over[event.clientY < box.top + box.height / 2 ? "before" : "after"](dragged);
    },
    { signal },
  );
  element.addEventListener("drop", (event) => event.preventDefault(), { signal });
  element.addEventListener(
    "dragend",
    () => {
      if (!dragged) return;
      dragged.removeAttribute("data-dragged");
      dragged.removeAttribute("draggable");
      dragged = null;
      const form = document.getElementById(element.dataset.form ?? "");
      if (!(form instanceof HTMLFormElement)) return;
      for (const old of form.querySelectorAll("[name=order]")) old.remove();
      for (const row of element.querySelectorAll("[data-row]")) {
        const input = document.createElement("input");
        input.type = "hidden";
        input.name = "order";
        input.value = /** @type {HTMLElement} */ (row).dataset.row ?? "";
        form.append(input);
      }
      form.requestSubmit();
    },
    { signal },
  );
}
