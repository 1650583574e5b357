/** A field for a colour, written as #4353d6: beside it the browser's own way to choose one. Without a script the field is enough. */

const WRITTEN = /^#[0-9a-f]{6}$/i;

/**
 * @param {HTMLInputElement} field
 * @param {Connection} connection
 */
export function connect(field, { signal }) {
  const chooser = document.createElement("input");
  chooser.type = "color";
  chooser.tabIndex = -1;
  chooser.ariaHidden = "true";
  const follow = () => {
    chooser.value = WRITTEN.test(field.value) ? field.value : field.placeholder;
  };
  const pair = document.createElement("span");
  pair.className = "colour-pair";
  field.classList.add("colour-pair__text");
  field.replaceWith(pair);
  pair.append(field, chooser);
  follow();
  field.addEventListener("input", follow, { signal });
  chooser.addEventListener(
    "input",
    () => {
      field.value = chooser.value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    },
    { signal },
  );
}
