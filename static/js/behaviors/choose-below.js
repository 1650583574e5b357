/**
 * A field with what it finds in a list of links or buttons below (data-choices: its id): arrows mark one of them, Enter takes the marked one, else
 * the first. An Enter that came before the answer to the words that stand there waits for it.
 */

let marks = 0;

/**
 * @param {HTMLInputElement} field
 * @param {Connection} connection
 */
export function connect(field, { signal }) {
  let answered = field.value.trim();
  let asked = answered;
  let isWaiting = false;
  const links = () => [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(`#${field.dataset.choices} :is(a[href], button)`))];
  const marked = () => links().find((link) => link.hasAttribute("data-marked"));

  /** @param {HTMLElement | undefined} link */
  const mark = (link) => {
    for (const other of links()) other.removeAttribute("data-marked");
    field.removeAttribute("aria-activedescendant");
    if (!link) return;
    link.id ||= `choice-${(marks += 1)}`;
    link.setAttribute("data-marked", "");
    link.scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", link.id);
  };

  /** @param {number} step */
  const move = (step) => {
    const all = links();
    const at = all.findIndex((link) => link.hasAttribute("data-marked"));
    mark(all.at(at < 0 ? (step > 0 ? 0 : -1) : (at + step) % all.length));
  };

  const take = () => {
    isWaiting = field.value.trim() !== answered;
    if (!isWaiting) (marked() ?? links()[0])?.click();
  };

  field.addEventListener("input", () => (isWaiting = false), { signal });
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(-1);
    else if (event.key === "Enter") take();
    else return;
    event.preventDefault();
  }, { signal });
  field.addEventListener("htmx:before:request", () => (asked = field.value.trim()), { signal });
  document.addEventListener("htmx:after:swap", () => {
    answered = asked;
    field.removeAttribute("aria-activedescendant");
    if (isWaiting) take();
  }, { signal });
}
