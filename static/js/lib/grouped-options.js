/**
 * A listbox in groups under a field of the role combobox: one option is marked, arrows move the mark, the field names it. What
 * an option looks like stands in templates of the page; behaviors say what it does.
 */

/**
 * @typedef {{name: string, kind?: string, hint?: string, icon?: string, keys?: string, drawing?: Element | null}} Option
 * @typedef {{name: string, options: Option[]}} OptionGroup
 */

let lists = 0;

export class GroupedOptions {
  /**
   * @param {HTMLElement} root  with [data-options], the listbox; the page has templates [data-group-row], [data-option-row], [data-icon]
   * @param {HTMLInputElement} field
   */
  constructor(root, field) {
    this.field = field;
    this.list = /** @type {HTMLElement} */ (root.querySelector("[data-options]"));
    this.list.id ||= `options-${(lists += 1)}`;
    field.setAttribute("aria-controls", this.list.id);
    /** @type {Option[]} */
    this.options = [];
    this.at = -1;
  }

  get chosen() {
    return this.options[this.at];
  }

  /**
   * Draws them anew; the mark is on the first one, or on none.
   * @param {OptionGroup[]} groups
   * @param {{marksFirst?: boolean}} [how]
   */
  show(groups, { marksFirst = false } = {}) {
    const filled = groups.filter((group) => group.options.length);
    this.options = filled.flatMap((group) => group.options);
    this.at = marksFirst && this.options.length ? 0 : -1;
    let place = 0;
    this.list.replaceChildren(
      ...filled.map((group, number) => {
        const section = this.copy("data-group-row");
        const title = /** @type {HTMLElement} */ (section.querySelector("[data-title]"));
        title.textContent = group.name;
        title.id = `${this.list.id}-group-${number}`;
        section.setAttribute("aria-labelledby", title.id);
        section.append(...group.options.map((option) => this.row(option, place++)));
        return section;
      }),
    );
    this.field.setAttribute("aria-expanded", String(this.options.length > 0));
    this.mark();
  }

  /** @param {number} step */
  move(step) {
    const count = this.options.length;
    if (!count) return;
    this.at = this.at < 0 ? (step > 0 ? 0 : count - 1) : (this.at + step + count) % count;
    this.mark();
  }

  /** @param {EventTarget | null} target */
  under(target) {
    const row = target instanceof Element ? target.closest("[role=option]") : null;
    return row ? this.options[[...this.list.querySelectorAll("[role=option]")].indexOf(row)] : undefined;
  }

  mark() {
    [...this.list.querySelectorAll("[role=option]")].forEach((row, place) => {
      row.setAttribute("aria-selected", String(place === this.at));
      if (place === this.at) row.scrollIntoView({ block: "nearest" });
    });
    if (this.at < 0) this.field.removeAttribute("aria-activedescendant");
    else this.field.setAttribute("aria-activedescendant", `${this.list.id}-${this.at}`);
  }

  /**
   * @param {Option} option
   * @param {number} place
   */
  row(option, place) {
    const row = this.copy("data-option-row");
    row.id = `${this.list.id}-${place}`;
    write(row, "[data-name]", option.name);
    write(row, "[data-hint]", option.hint ?? "");
    if (option.kind !== "recent") row.querySelector("[data-drop]")?.remove();
    const drawing = option.drawing ?? this.drawing(option.icon);
    if (drawing) row.querySelector("[data-drawing]")?.append(drawing.cloneNode(true));
    for (const press of (option.keys ?? "").split(" ").filter(Boolean)) {
      row.querySelector("[data-keys]")?.append(Object.assign(document.createElement("kbd"), { textContent: press }));
    }
    return row;
  }

  /** @param {string | undefined} name */
  drawing(name) {
    const template = /** @type {HTMLTemplateElement | null} */ (document.querySelector(`template[data-icon="${CSS.escape(name ?? "")}"]`));
    return template?.content.firstElementChild ?? null;
  }

  /** @param {string} name */
  copy(name) {
    const template = /** @type {HTMLTemplateElement} */ (document.querySelector(`template[${name}]`));
    return /** @type {HTMLElement} */ (template.content.firstElementChild?.cloneNode(true));
  }
}

/**
 * @param {HTMLElement} row
 * @param {string} part
 * @param {string} text
 */
function write(row, part, text) {
  const target = row.querySelector(part);
  if (target) target.textContent = text;
}
