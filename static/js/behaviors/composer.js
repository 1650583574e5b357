/**
 * The two boxes for writing, a reply and a note: [data-compose] brings one to the front and the cursor into it, at once;
 * each keeps its own words. While a box is empty it follows the conversation; once there are words in it, a send names
 * what was there when they were begun, and a line says that something new has come. On a phone an open box fills the screen.
 * When the ticket is closed, deleted or restored meanwhile, the box for a reply is asked for again (lib/renewing.js).
 */

import { renewing } from "../lib/renewing.js";
import { textOf } from "../lib/text.js";

/**
 * @param {HTMLElement} composer
 * @param {Connection} connection
 */
export function connect(composer, { signal }) {
  const boxes = () => [.../** @type {NodeListOf<HTMLFormElement>} */ (composer.querySelectorAll(".composer__form"))];
  const front = () => boxes().find((box) => !box.hidden);
  let current = front();
  let isTakingBack = false;

  const focus = () => {
    const editor = /** @type {HTMLElement | null | undefined} */ (front()?.querySelector(".editor"));
    const first = /** @type {HTMLInputElement | null | undefined} */ (front()?.querySelector("[data-compose-first]"));
    if (first && !first.value) return first.focus();
    if (!editor) {
      const other = /** @type {HTMLElement | null | undefined} */ (front()?.querySelector("textarea, [data-compose-on]"));
      return other ? other.focus() : sayOnItsWay(composer);
    }
    // A fresh editor may not have started yet: then it sees this when it does.
    editor.dataset.focus = "";
    editor.dispatchEvent(new CustomEvent("editor:focus"));
  };

  /** @param {string} kind */
  const bring = (kind) => {
    composer.dataset.kind = kind;
    for (const box of boxes()) box.hidden = box.id !== `composer-${kind}`;
    for (const tab of composer.querySelectorAll("[data-compose]")) {
      tab.setAttribute("aria-pressed", String(/** @type {HTMLElement} */ (tab).dataset.compose === kind));
    }
    composer.dataset.open = "";
    current = front();
    // A box that is drawn when it is opened.
    if (current && !current.children.length) window.htmx.trigger(current, "opened");
  };

  /** @param {string} kind */
  const show = (kind) => {
    bring(kind);
    focus();
  };

  /** Back where the answer is read, with the keys of the page. */
  const leave = () => {
    delete composer.dataset.open;
    document.getElementById("conversation")?.focus({ preventScroll: true });
  };

  const { renew, wasAtIt } = renewing(composer, signal);
  const swapped = () => {
    const { writing } = document.getElementById("ticket-head")?.dataset ?? {};
    if (writing && writing !== composer.dataset.writing) renew(writing);
    for (const box of boxes()) follow(box, composer.dataset.writer ?? "");
    // No key that was meant for the words may be taken for one of the page's.
    if (wasAtIt()) return show("public");
    if (current?.isConnected) return;
    const isBack = isTakingBack && front() instanceof HTMLFormElement;
    isTakingBack = false;
    // Taken back, it is written on.
    if (isBack) return show("public");
    current = front();
    // What was not sent and can be sent as it is: the cursor leaves the words, so that no key is typed into them.
    const anyway = current?.querySelector("[data-stopped]") && current.querySelector("[data-send]");
    if (anyway) return /** @type {HTMLElement} */ (anyway).focus();
    if (current?.querySelector("[role=alert]")) return focus();
    delete composer.dataset.open;
    if (document.activeElement === document.body) leave();
  };

  composer.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    const tab = /** @type {HTMLElement | null} */ (target.closest("[data-compose]"));
    if (tab) {
      event.preventDefault();
      show(tab.dataset.compose ?? "");
    } else if (target.closest("[data-compose-fold]")) leave();
  }, { signal });
  composer.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) leave();
    // Enter after an address goes on to the words; it never sends.
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey || !(event.target instanceof HTMLInputElement)) return;
    if (!event.target.matches("[data-address]")) return;
    event.preventDefault();
    focus();
  }, { signal });
  composer.addEventListener("submit", (event) => {
    isTakingBack = /** @type {Element} */ (event.target).matches("[data-take-back]");
  }, { signal });
  composer.addEventListener("composer:show", (event) => show(/** @type {CustomEvent} */ (event).detail), { signal });
  composer.addEventListener("composer:left", () => {
    bring("public");
    leave();
  }, { signal });
  document.addEventListener("htmx:after:swap", swapped, { signal });
}

/**
 * @param {HTMLFormElement} box
 * @param {string} writer
 */
function follow(box, writer) {
  const field = /** @type {HTMLInputElement | null} */ (box.querySelector("[data-seen-seq]"));
  if (!field) return; // a reply on its way
  const html = /** @type {HTMLInputElement} */ (box.querySelector("[data-editor-html]"));
  const news = /** @type {HTMLElement} */ (box.querySelector("[data-news]"));
  const seq = document.getElementById("ticket-head")?.dataset.conversationSeq ?? field.value;
  if (!html.value) field.value = seq;
  news.hidden = !othersSpokeSince(Number(field.value), writer);
  // Once somebody has the ticket, an answer takes it no more.
  const takes = /** @type {HTMLElement | null} */ (box.querySelector("[data-takes]"));
  if (takes) takes.hidden = !document.querySelector("#ticket-head[data-unassigned]");
  // One line is enough.
  box.querySelector("[data-older-news]")?.toggleAttribute("hidden", !news.hidden);
}

/**
 * Nothing can be written while the last answer is on its way: what is typed all the same is no key of the page's.
 * @param {HTMLElement} composer
 */
function sayOnItsWay(composer) {
  if (!composer.querySelector("[data-held-until]")) return;
  document.dispatchEvent(new CustomEvent("words-meant"));
  const text = textOf(composer, "onItsWay", "Your last answer is on its way. Write the next one once it has left.");
  document.dispatchEvent(new CustomEvent("toast", { detail: { text, level: "info" } }));
}

/**
 * Their own words they know.
 * @param {number} seq
 * @param {string} writer
 */
function othersSpokeSince(seq, writer) {
  const messages = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("#conversation [data-said]"));
  return [...messages].some((message) => Number(message.dataset.said) > seq && message.dataset.by !== writer);
}
