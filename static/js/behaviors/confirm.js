/**
 * Asks before a form is sent or a link followed: data-confirm is the question, data-confirm-action the verb on the button.
 * Sits on <dialog id="confirm">, and answers htmx's hx-confirm as well.
 */

/**
 * @param {HTMLDialogElement} dialog
 * @param {Connection} connection
 */
export function connect(dialog, { signal }) {
  const [text, button] = [dialog.querySelector("[data-confirm-text]"), dialog.querySelector("[value=yes]")];
  const verb = button?.textContent ?? "";

  /**
   * @param {string} question
   * @param {string} [action]
   * @returns {Promise<boolean>}
   */
  const ask = (question, action) => {
    if (text) text.textContent = question;
    if (button) button.textContent = action ?? verb;
    dialog.returnValue = "";
    dialog.showModal();
    return new Promise((resolve) => {
      dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
    });
  };

  document.addEventListener(
    "submit",
    async (event) => {
      const form = /** @type {HTMLFormElement} */ (event.target);
      const source = event.submitter?.dataset.confirm ? event.submitter : form;
      if (!source.dataset.confirm || form.dataset.confirmed) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const submitter = event.submitter;
      if (!(await ask(source.dataset.confirm, source.dataset.confirmAction))) return;
      form.dataset.confirmed = "yes";
      form.requestSubmit(submitter);
      delete form.dataset.confirmed;
    },
    { signal, capture: true },
  );

  document.addEventListener(
    "htmx:confirm",
    async (event) => {
      const { ctx, issueRequest, dropRequest } = /** @type {CustomEvent} */ (event).detail;
      event.preventDefault();
      if (await ask(ctx.confirm, ctx.sourceElement.dataset.confirmAction)) issueRequest();
      else dropRequest();
    },
    { signal },
  );
}
