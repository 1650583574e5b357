/** A code of six digits: blanks around them are dropped, the sixth sends the form, Enter after it sends nothing twice. */

const LENGTH = 6;

/**
 * @param {HTMLInputElement} input
 * @param {Connection} connection
 */
export function connect(input, { signal }) {
  let sent = "";
  const take = () => {
    const digits = input.value.replace(/\D/g, "").slice(0, LENGTH);
    if (input.value !== digits) input.value = digits;
    if (digits.length === LENGTH && digits !== sent) input.form?.requestSubmit();
  };
  input.addEventListener("input", take, { signal });
  input.form?.addEventListener(
    "submit",
    (event) => {
      if (input.value && input.value === sent) event.preventDefault();
      sent = input.value;
    },
    { signal },
  );
  // A telephone fills it in from the mail before this is loaded. What the page brought itself was sent already.
  if (input.value !== input.defaultValue) take();
  window.addEventListener("pageshow", () => (sent = ""), { signal });
}
