/** Starts behaviors: the modules named by data-behavior, on load and after each htmx swap, once per element and name. */

import { csrfToken } from "./lib/http.js";
import { nameKeysOfMac } from "./lib/keyboard.js";
import { sendFormsOnce } from "./lib/sent-once.js";

/** @type {Record<string, () => Promise<{connect(element: any, connection: Connection): void}>>} */
const behaviors = {
  "allow-notifications": () => import("./behaviors/allow-notifications.js"),
  "article-saving": () => import("./behaviors/article-saving.js"),
  autosave: () => import("./behaviors/autosave.js"),
  "back-to-list": () => import("./behaviors/back-to-list.js"),
  "browser-notifications": () => import("./behaviors/browser-notifications.js"),
  chart: () => import("./behaviors/chart.js"),
  colour: () => import("./behaviors/colour.js"),
  composer: () => import("./behaviors/composer.js"),
  confirm: () => import("./behaviors/confirm.js"),
  copy: () => import("./behaviors/copy.js"),
  conversation: () => import("./behaviors/conversation.js"),
  "cut-off": () => import("./behaviors/cut-off.js"),
  drawer: () => import("./behaviors/drawer.js"),
  editor: () => import("./behaviors/editor.js"),
  emptied: () => import("./behaviors/emptied.js"),
  forward: () => import("./behaviors/forward.js"),
  fields: () => import("./behaviors/fields.js"),
  "filter-boxes": () => import("./behaviors/filter-boxes.js"),
  copied: () => import("./behaviors/copied.js"),
  "choose-below": () => import("./behaviors/choose-below.js"),
  "fill-who": () => import("./behaviors/fill-who.js"),
  "first-field": () => import("./behaviors/first-field.js"),
  "fold-when-done": () => import("./behaviors/fold-when-done.js"),
  "fold-when-read": () => import("./behaviors/fold-when-read.js"),
  frame: () => import("./behaviors/frame.js"),
  "full-screen": () => import("./behaviors/full-screen.js"),
  held: () => import("./behaviors/held.js"),
  hotkeys: () => import("./behaviors/hotkeys.js"),
  "keep-words": () => import("./behaviors/keep-words.js"),
  "key-sheet": () => import("./behaviors/key-sheet.js"),
  "list-select": () => import("./behaviors/list-select.js"),
  "long-press": () => import("./behaviors/long-press.js"),
  macros: () => import("./behaviors/macros.js"),
  markdown: () => import("./behaviors/markdown.js"),
  menu: () => import("./behaviors/menu.js"),
  "menu-filter": () => import("./behaviors/menu-filter.js"),
  modal: () => import("./behaviors/modal.js"),
  "on-open": () => import("./behaviors/on-open.js"),
  "one-time-code": () => import("./behaviors/one-time-code.js"),
  palette: () => import("./behaviors/palette.js"),
  picker: () => import("./behaviors/picker.js"),
  presence: () => import("./behaviors/presence.js"),
  reorder: () => import("./behaviors/reorder.js"),
  "relative-time": () => import("./behaviors/relative-time.js"),
  "row-keys": () => import("./behaviors/row-keys.js"),
  selecting: () => import("./behaviors/selecting.js"),
  "same-for-all": () => import("./behaviors/same-for-all.js"),
  "say-this": () => import("./behaviors/say-this.js"),
  "search-suggest": () => import("./behaviors/search-suggest.js"),
  sheet: () => import("./behaviors/sheet.js"),
  "short-address": () => import("./behaviors/short-address.js"),
  "show-current": () => import("./behaviors/show-current.js"),
  "show-pictures": () => import("./behaviors/show-pictures.js"),
  "step-in-list": () => import("./behaviors/step-in-list.js"),
  suggested: () => import("./behaviors/suggested.js"),
  suggest: () => import("./behaviors/suggest.js"),
  "tag-picker": () => import("./behaviors/tag-picker.js"),
  theme: () => import("./behaviors/theme.js"),
  "time-zone": () => import("./behaviors/time-zone.js"),
  toast: () => import("./behaviors/toast.js"),
  "under-way": () => import("./behaviors/under-way.js"),
  unsaved: () => import("./behaviors/unsaved.js"),
  unfold: () => import("./behaviors/unfold.js"),
  upload: () => import("./behaviors/upload.js"),
  "who-is-there": () => import("./behaviors/who-is-there.js"),
};

const RETRY_MS = [500, 1500, 4000, 10_000, 30_000];

/** @type {Map<Element, Map<string, AbortController>>} */
const connected = new Map();

function connectAll() {
  nameKeysOfMac();
  for (const element of document.querySelectorAll("[data-behavior]")) {
    for (const name of (element.getAttribute("data-behavior") ?? "").split(/\s+/).filter(Boolean)) {
      connectOne(element, name);
    }
  }
}

/**
 * @param {Element} element
 * @param {string} name
 */
async function connectOne(element, name) {
  const own = connected.get(element) ?? new Map();
  connected.set(element, own);
  if (own.has(name)) return;
  const controller = new AbortController();
  own.set(name, controller);
  if (!behaviors[name]) throw new Error(`There is no behavior named "${name}" in app.js.`);
  const module = await load(name);
  if (element.isConnected) module.connect(element, { signal: controller.signal });
}

/**
 * A page that opens while the line is down gets its behaviors when it is back.
 *
 * @param {string} name
 */
async function load(name) {
  for (const wait of RETRY_MS) {
    try {
      return await behaviors[name]();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
  return behaviors[name]();
}

function disconnectGone() {
  for (const [element, own] of connected) {
    if (element.isConnected) continue;
    for (const controller of own.values()) controller.abort();
    connected.delete(element);
  }
}

document.addEventListener("htmx:after:swap", () => {
  disconnectGone();
  connectAll();
});

document.addEventListener("htmx:config:request", (event) => {
  const { request } = /** @type {CustomEvent} */ (event).detail.ctx;
  if (request.method !== "GET") request.headers["X-CSRFToken"] = csrfToken();
});

sendFormsOnce();
connectAll();
// Who is not signed in hears nothing, and fetches no ear.
if (document.body.dataset.liveUrl) import("./live/client.js").then(({ connectLive }) => connectLive());
