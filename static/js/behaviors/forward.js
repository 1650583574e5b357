/** The form for a mail to somebody outside, or what is on its way: brings its box to the front, and leaves it when it was sent. */

/**
 * @param {HTMLElement} form
 * @param {Connection} connection
 */
export function connect(form, { signal }) {
  const composer = /** @type {HTMLElement | null} */ (form.closest(".composer"));
  if (!composer) return; // a page of its own
  // What is on its way is not written on: a phone shows the conversation again.
  if (form.matches(".held")) delete composer.dataset.open;
  else composer.dispatchEvent(new CustomEvent("composer:show", { detail: "forward" }));
  // What can be sent as it is: the cursor leaves the words, so that no key is typed into them.
  if (form.querySelector("[data-stopped]")) /** @type {HTMLElement | null} */ (form.querySelector("[type=submit]"))?.focus();
  signal.addEventListener("abort", () => {
    // A refusal or a taking back puts another form in its place.
    if (!composer.querySelector("#side-form")) composer.dispatchEvent(new CustomEvent("composer:left"));
  });
}
