/**
 * A code of six digits: whatever is pasted around them is dropped, and the sixth sends the form. A code works once, so Enter
 * pressed right after the sixth digit must not send it a second time.
 */

const LENGTH = 6;

/**
 * @param {HTMLInputElement} input
 * @param {Connection} connection
 */
export function connect(input, { signal }) {
  let sent = "";
  let onItsWay = false;
  input.form?.addEventListener(
    "submit",
    (event) => {
      if (onItsWay) event.preventDefault();
      onItsWay = true;
    },
    { signal },
  );
  // Back from the next page, the form may be used again.
  window.addEventListener("pageshow", () => (onItsWay = false), { signal });
  input.addEventListener(
    "input",
    () => {
      const digits = input.value.replace(/\D/g, "").slice(0, LENGTH);
      if (input.value !== digits) input.value = digits;
      if (digits.length < LENGTH || digits === sent) return;
      sent = digits;
      input.form?.requestSubmit();
    },
    { signal },
  );
}
