/**
 * A form that asks before what was changed in it is lost (data-changed: it was changed before it came), and that is sent once
 * however often its button is pressed. What the browser filled in again after Back is not asked about.
 */

/**
 * @param {HTMLFormElement} form
 * @param {Connection} connection
 */
export function connect(form, { signal }) {
  let isChanged = "changed" in form.dataset;
  let isSent = false;

  form.addEventListener("input", () => (isChanged = true), { signal });
  form.addEventListener(
    "submit",
    (event) => {
      if (isSent) event.preventDefault();
      isSent = true;
    },
    { signal },
  );
  window.addEventListener("pageshow", () => (isSent = false), { signal });
  window.addEventListener(
    "beforeunload",
    (event) => {
      if (isChanged && !isSent) event.preventDefault();
    },
    { signal },
  );
}
