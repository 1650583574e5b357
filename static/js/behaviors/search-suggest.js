/**
 * Suggestions under the search field as somebody types: a ticket opens, what was searched before is searched again, everything
 * else completes the words in the field. Enter without a mark searches. An answer that was overtaken is dropped. What was
 * searched before is forgotten by its cross, by Shift-Delete, or all at once.
 */

import { GroupedOptions } from "../lib/grouped-options.js";
import { post } from "../lib/http.js";
import { textOf } from "../lib/text.js";

/** @typedef {import("../lib/grouped-options.js").Option & {kind: string, text: string, url: string, id: number | null}} Suggestion */

const QUIET_MS = 120;
/** @type {Record<string, string>} */
const ICONS = { recent: "history", operator: "list-filter", value: "list-filter", person: "user-round", tag: "tag", ticket: "ticket" };
const GROUPS = [["recent"], ["operator", "value", "tag", "person"], ["ticket"]];

/**
 * @param {HTMLFormElement} form
 * @param {Connection} connection
 */
export function connect(form, { signal }) {
  const field = /** @type {HTMLInputElement} */ (form.querySelector("input[type=search]"));
  const panel = /** @type {HTMLElement} */ (form.querySelector("[popover]"));
  const forgetAll = /** @type {HTMLElement} */ (panel.querySelector("[data-forget]"));
  const options = new GroupedOptions(panel, field);
  /** @type {Suggestion[]} */
  let suggested = [];
  let timer = 0;
  let asked = 0;

  const close = () => {
    clearTimeout(timer);
    asked += 1;
    if (panel.matches(":popover-open")) panel.hidePopover();
    options.show([]);
  };

  const draw = () => {
    const titles = ["recent", "narrow", "tickets"].map((name) => textOf(form, name, name));
    options.show(GROUPS.map((kinds, place) => ({ name: titles[place], options: suggested.filter(({ kind }) => kinds.includes(kind)) })));
    forgetAll.hidden = !suggested.some(({ kind }) => kind === "recent");
    if (!suggested.length) return panel.matches(":popover-open") && panel.hidePopover();
    const { left, bottom } = field.getBoundingClientRect();
    panel.style.setProperty("--left", `${left}px`);
    panel.style.setProperty("--top", `${bottom}px`);
    if (!panel.matches(":popover-open")) panel.showPopover();
  };

  const ask = async () => {
    const now = (asked += 1);
    const url = new URL(form.dataset.suggestionsUrl ?? "", location.href);
    url.searchParams.set("q", field.value);
    const response = await fetch(url, { signal }).catch(() => null);
    const found = response?.ok ? (await response.json()).suggestions : [];
    if (now !== asked || document.activeElement !== field) return;
    suggested = found.map((/** @type {Suggestion} */ one) => ({ ...one, icon: ICONS[one.kind] }));
    draw();
  };

  /** @param {number | null} id */
  const forget = async (id) => {
    const body = new URLSearchParams(id === null ? {} : { id: String(id) });
    const response = await post(form.dataset.forgetUrl ?? "", body).catch(() => null);
    if (!response?.ok) return;
    suggested = suggested.filter((one) => one.kind !== "recent" || (id !== null && one.id !== id));
    draw();
  };

  /** @param {Suggestion | undefined} chosen */
  const choose = (chosen) => {
    if (!chosen) return;
    if (chosen.url) return location.assign(chosen.url);
    field.value = chosen.text;
    if (chosen.kind === "recent") return form.requestSubmit();
    options.show([]);
    ask();
  };

  field.addEventListener("input", () => {
    clearTimeout(timer);
    asked += 1;
    timer = setTimeout(ask, QUIET_MS);
  }, { signal });
  field.addEventListener("focus", ask, { signal });
  field.addEventListener("blur", close, { signal });
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const marked = /** @type {Suggestion | undefined} */ (options.chosen);
    if (event.key === "ArrowDown" && !panel.matches(":popover-open")) ask();
    else if (event.key === "ArrowDown") options.move(1);
    else if (event.key === "ArrowUp") options.move(-1);
    else if (event.key === "Enter" && marked) choose(marked);
    else if (event.key === "Delete" && event.shiftKey && marked?.kind === "recent") forget(marked.id);
    else return;
    event.preventDefault();
  }, { signal });
  // The field keeps the focus.
  panel.addEventListener("mousedown", (event) => event.preventDefault(), { signal });
  panel.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    const under = /** @type {Suggestion | undefined} */ (options.under(target));
    if (target.closest("[data-forget]")) forget(null);
    else if (target.closest("[data-drop]") && under) forget(under.id);
    else choose(under);
  }, { signal });
  form.addEventListener("submit", () => {
    close();
    if (!field.value.trim()) return;
    const body = new URLSearchParams({ q: field.value });
    post(form.dataset.keepUrl ?? "", body, { keepalive: true }).catch(() => undefined);
  }, { signal });
  if (document.activeElement === field) ask();
}
