/** Holding a form back while files of it are still on their way: Send pressed meanwhile is done when the last has arrived. */

/** @type {WeakMap<HTMLFormElement, {underWay: number, failed: boolean, submitter: HTMLElement | null, asked: boolean}>} */
const held = new WeakMap();

/**
 * Call when an upload of this form's begins; call the answer when it ended. After a failure the form is not sent by itself:
 * its writer decides.
 * @param {Element} element
 * @returns {(done: {ok: boolean}) => void}
 */
export function holdForm(element) {
  const form = element.closest("form");
  if (!form) return () => undefined;
  const state = held.get(form) ?? startHolding(form);
  state.underWay += 1;
  return ({ ok }) => {
    state.underWay -= 1;
    state.failed ||= !ok;
    if (state.underWay) return;
    const { asked, failed, submitter } = state;
    state.asked = state.failed = false;
    form.removeAttribute("aria-busy");
    if (asked && !failed && form.isConnected) form.requestSubmit(submitter);
  };
}

/** @param {HTMLFormElement} form */
function startHolding(form) {
  const state = { underWay: 0, failed: false, submitter: /** @type {HTMLElement | null} */ (null), asked: false };
  held.set(form, state);
  form.addEventListener(
    "submit",
    (event) => {
      if (!state.underWay) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      state.asked = true;
      state.submitter = event.submitter;
      form.setAttribute("aria-busy", "true");
    },
    { capture: true },
  );
  return state;
}
