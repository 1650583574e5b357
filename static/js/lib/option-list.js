/** A listbox whose options are drawn from data, and the one that is marked. */

/** @typedef {{id: number, name: string, hint: string, insert?: string}} Choice */

let lists = 0;

export class OptionList {
  /** @param {HTMLElement} panel  with [data-picker-list], [data-picker-nothing] and template[data-picker-row] */
  constructor(panel) {
    this.panel = panel;
    this.list = /** @type {HTMLElement} */ (panel.querySelector("[data-picker-list]"));
    this.nothing = /** @type {HTMLElement} */ (panel.querySelector("[data-picker-nothing]"));
    this.template = /** @type {HTMLTemplateElement} */ (panel.querySelector("[data-picker-row]"));
    /** @type {Choice[]} */
    this.choices = [];
    this.at = 0;
    this.list.id = `picker-${(lists += 1)}`;
  }

  get isOpen() {
    return !this.panel.hidden;
  }

  get chosen() {
    return this.choices[this.at];
  }

  /**
   * @param {Choice[]} choices
   * @param {{field: HTMLElement, nothing: string}} options  the field in which someone types
   */
  show(choices, { field, nothing }) {
    this.choices = choices;
    this.list.replaceChildren(...choices.map((choice, place) => this.row(choice, place)));
    this.nothing.hidden = choices.length > 0;
    this.nothing.textContent = nothing;
    this.panel.hidden = false;
    this.at = 0;
    this.mark(field);
  }

  /** @param {HTMLElement} field */
  hide(field) {
    this.panel.hidden = true;
    field.removeAttribute("aria-activedescendant");
    field.removeAttribute("aria-controls");
  }

  /**
   * @param {number} step
   * @param {HTMLElement} field
   */
  move(step, field) {
    if (!this.choices.length) return;
    this.at = (this.at + step + this.choices.length) % this.choices.length;
    this.mark(field);
  }

  /** @param {Element} target  of a click */
  under(target) {
    const row = target.closest("[role=option]");
    return row ? this.choices[[...this.list.children].indexOf(row)] : undefined;
  }

  /** @param {HTMLElement} field */
  mark(field) {
    [...this.list.children].forEach((row, place) => {
      row.setAttribute("aria-selected", String(place === this.at));
      if (place === this.at) row.scrollIntoView({ block: "nearest" });
    });
    field.setAttribute("aria-controls", this.list.id);
    if (this.choices.length) field.setAttribute("aria-activedescendant", `${this.list.id}-${this.at}`);
    else field.removeAttribute("aria-activedescendant");
  }

  /**
   * @param {Choice} choice
   * @param {number} place
   */
  row(choice, place) {
    const row = /** @type {HTMLElement} */ (this.template.content.firstElementChild?.cloneNode(true));
    row.id = `${this.list.id}-${place}`;
    for (const [part, text] of [["[data-name]", choice.name], ["[data-hint]", choice.hint]]) {
      const target = row.querySelector(part);
      if (target) target.textContent = text;
    }
    return row;
  }
}
