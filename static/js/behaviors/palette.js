/**
 * Find or do anything: Ctrl or Cmd with K, or [data-opens=palette], opens this <dialog>. What the page can do and where one can
 * go is filtered here as somebody types; tickets, people and macros are asked of the server, and an answer that was overtaken is
 * dropped. In an editor Ctrl-K goes on making links.
 */

import { fit } from "../lib/fuzzy.js";
import { GroupedOptions } from "../lib/grouped-options.js";
import { act, pageActions } from "../lib/page-actions.js";
import { textOf } from "../lib/text.js";

/**
 * @typedef {import("../lib/grouped-options.js").Option & {url?: string, macro?: number, element?: HTMLElement, kind?: string}} Entry
 * @typedef {{kind: string, name: string, options: Entry[]}} EntryGroup
 */

const QUIET_MS = 120;
const MOST_ACTIONS = 12;
const MOST_RECENT = 5;
const RECENT = "palette-recent";

/**
 * @param {HTMLDialogElement} dialog
 * @param {Connection} connection
 */
export function connect(dialog, { signal }) {
  const field = /** @type {HTMLInputElement} */ (dialog.querySelector("input"));
  const nothing = /** @type {HTMLElement} */ (dialog.querySelector("[data-nothing]"));
  const options = new GroupedOptions(dialog, field);
  /** @type {Entry[]} */
  let actions = [];
  /** @type {EntryGroup[]} */
  let places = [];
  /** @type {EntryGroup[]} */
  let found = [];
  let timer = 0;
  let asked = 0;

  const draw = () => {
    const query = field.value.trim();
    const groups = [
      { kind: "recent", name: textOf(dialog, "recent", "Recent"), options: query ? [] : recent() },
      { kind: "actions", name: textOf(dialog, "actions", "On this page"), options: query ? fitting(query, actions).slice(0, MOST_ACTIONS) : mainActions(actions) },
      ...places.map((group) => ({ ...group, options: fitting(query, group.options) })),
    ];
    const rest = found.filter((group) => group.kind !== "macros" || picker());
    // Who types a number looks for a ticket.
    options.show(/^#?\d+$/.test(query) ? [...rest, ...groups] : [...groups, ...rest], { marksFirst: true });
    nothing.hidden = options.options.length > 0;
  };

  /** @param {string} query */
  const ask = async (query) => {
    const now = (asked += 1);
    const groups = await answer(dialog, query, signal);
    if (!groups || now !== asked) return;
    found = groups;
    draw();
  };

  const askPlaces = async () => {
    places = (await answer(dialog, "", signal)) ?? [];
    if (dialog.open) draw();
  };

  const open = () => {
    if (dialog.open || document.querySelector("dialog[open]")) return;
    field.value = "";
    found = [];
    actions = pageActions();
    dialog.showModal();
    draw();
    if (!places.length) askPlaces();
  };

  /** @param {Entry | undefined} entry */
  const choose = (entry) => {
    if (!entry) return;
    dialog.close();
    if (entry.element) return act(entry.element);
    if (entry.macro) return insertMacro(entry.macro);
    if (!entry.url) return;
    remember(entry);
    location.assign(entry.url);
  };

  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
    if (event.isComposing || (event.defaultPrevented && !dialog.open)) return;
    event.preventDefault();
    if (dialog.open) dialog.close();
    else open();
  }, { signal });
  document.addEventListener("click", (event) => {
    if (/** @type {Element} */ (event.target).closest("[data-opens=palette]")) open();
  }, { signal });
  field.addEventListener("input", () => {
    clearTimeout(timer);
    asked += 1;
    const query = field.value.trim();
    if (!query) found = [];
    else timer = setTimeout(() => ask(query), QUIET_MS);
    draw();
  }, { signal });
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown") options.move(1);
    else if (event.key === "ArrowUp") options.move(-1);
    else if (event.key === "Enter") choose(/** @type {Entry | undefined} */ (options.chosen));
    else return;
    event.preventDefault();
  }, { signal });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
    else choose(/** @type {Entry | undefined} */ (options.under(event.target)));
  }, { signal });
}

/**
 * @param {HTMLElement} dialog
 * @param {string} query
 * @param {AbortSignal} signal
 * @returns {Promise<EntryGroup[] | null>}
 */
async function answer(dialog, query, signal) {
  const url = new URL(dialog.dataset.url ?? "", location.href);
  url.searchParams.set("q", query);
  const response = await fetch(url, { signal }).catch(() => null);
  return response?.ok ? (await response.json()).groups : null;
}

/**
 * @param {string} query
 * @param {Entry[]} entries
 */
function fitting(query, entries) {
  if (!query) return entries;
  const scored = entries.map((entry) => ({ entry, score: fit(query, entry.name) }));
  return scored.filter(({ score }) => score).sort((one, other) => other.score - one.score).map(({ entry }) => entry);
}

/**
 * What has a key, what is done to chosen rows first, then writing, leaving last; the rest comes when it is asked for.
 * @param {Entry[]} actions
 */
function mainActions(actions) {
  const place = (/** @type {Entry} */ { keys, element }) => (element?.dataset.actionOne ? -1 : keys === "u" ? 2 : element?.closest(".composer") ? 0 : 1);
  return actions.filter(({ keys }) => keys && keys !== ".").sort((one, other) => place(one) - place(other));
}

/** The box in front that takes macros. */
function picker() {
  return /** @type {HTMLElement | null} */ (document.querySelector(".composer__form:not([hidden]) [data-behavior~=picker]"));
}

/** @param {number} id */
function insertMacro(id) {
  const box = picker();
  const tab = document.querySelector("[data-compose][aria-pressed=true]");
  if (tab instanceof HTMLElement) tab.click();
  box?.dispatchEvent(new CustomEvent("macro:insert", { detail: { id } }));
}

/** @returns {Entry[]} */
function recent() {
  const kept = JSON.parse(sessionStorage.getItem(RECENT) ?? "[]");
  return kept.filter((/** @type {Entry} */ entry) => entry.url !== location.pathname);
}

/** @param {Entry} entry */
function remember({ name, hint, icon, url }) {
  const others = recent().filter((other) => other.url !== url);
  sessionStorage.setItem(RECENT, JSON.stringify([{ name, hint, icon, url }, ...others].slice(0, MOST_RECENT)));
}
