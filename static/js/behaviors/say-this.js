/** Puts a macro's words into the box for writing that is in front. */

/**
 * @param {HTMLButtonElement} button
 * @param {Connection} connection
 */
export function connect(button, { signal }) {
  const front = () => document.querySelector(".composer__form:not([hidden]) [data-behavior~=picker]");
  button.addEventListener("click", () => {
    const detail = { id: Number(button.dataset.macro) };
    front()?.dispatchEvent(new CustomEvent("macro:insert", { detail }));
  }, { signal });
}
