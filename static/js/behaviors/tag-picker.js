/**
 * A form with a field for tags, several with commas between them. As somebody types, tags that begin so are offered and the
 * first is marked; Enter takes it and sends the form. With data-text-new the last one offered is what was typed, as a new tag.
 */

import { OptionList } from "../lib/option-list.js";

const QUIET_MS = 120;

/**
 * @param {HTMLFormElement} form
 * @param {Connection} connection
 */
export function connect(form, { signal }) {
  const field = /** @type {HTMLInputElement} */ (form.querySelector("input[maxlength]"));
  const panel = /** @type {HTMLElement} */ (form.querySelector("[data-picker]"));
  const list = new OptionList(panel);
  let timer = 0;
  let answered = "";
  const typed = () => field.value.split(",").at(-1)?.trim() ?? "";
  const hide = () => {
    answered = "";
    list.hide(field);
  };

  const ask = async () => {
    const text = typed();
    if (!text) return hide();
    const response = await fetch(`${form.dataset.suggestUrl}?q=${encodeURIComponent(text)}`, { signal }).catch(() => null);
    if (!response?.ok || typed() !== text) return;
    /** @type {{names: string[]}} */
    const { names } = await response.json();
    const choices = names.map((name, id) => ({ id, name, hint: "", insert: name }));
    if (form.dataset.textNew && !names.includes(text.toLowerCase())) {
      choices.push({ id: names.length, name: form.dataset.textNew.replace("{name}", text), hint: "", insert: text });
    }
    answered = text;
    if (choices.length) list.show(choices, { field, nothing: "" });
    else list.hide(field);
  };

  /** @param {import("../lib/option-list.js").Choice | undefined} choice */
  const take = (choice) => {
    if (choice) field.value = [...field.value.split(",").slice(0, -1), choice.insert ?? choice.name].join(",");
    hide();
    // Who has tagged stays for the next tag; one more Enter, or Escape, leaves.
    if (!field.value.trim()) return field.blur();
    form.requestSubmit();
    const menu = form.closest("details.menu");
    menu?.removeAttribute("open");
    menu?.querySelector("summary")?.focus();
  };

  const enter = async () => {
    clearTimeout(timer);
    const text = typed();
    if (text && answered !== text) await ask();
    take(list.isOpen && text ? list.chosen : undefined);
  };

  field.setAttribute("aria-autocomplete", "list");
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, QUIET_MS);
  }, { signal });
  field.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    if (event.key === "Escape" && list.isOpen) return hide();
    if (event.key === "Enter") enter();
    else if (list.isOpen && event.key === "ArrowDown") list.move(1, field);
    else if (list.isOpen && event.key === "ArrowUp") list.move(-1, field);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, { signal });
  field.addEventListener("blur", hide, { signal });
  // The field keeps the focus while one clicks.
  panel.addEventListener("mousedown", (event) => event.preventDefault(), { signal });
  panel.addEventListener("click", (event) => {
    const choice = list.under(/** @type {Element} */ (event.target));
    if (choice) take(choice);
  }, { signal });
  // What was left behind is no part of the next tag.
  const menu = /** @type {HTMLDetailsElement | null} */ (form.closest("details.menu"));
  menu?.addEventListener("toggle", () => {
    if (menu.open) field.value = "";
  }, { signal });
  form.addEventListener("htmx:after:request", (event) => {
    if (/** @type {CustomEvent} */ (event).detail.ctx.response?.raw.ok) field.value = "";
  }, { signal });
}
