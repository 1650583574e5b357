/**
 * What a website's tag runs: a button, and behind it a frame of the desk's. It writes no cookie, and needs of the website's
 * policy only script-src and frame-src for the desk's address: its styles are made by script, in a shadow root of their own.
 */
(() => {
  const look = /** @type {{colour: string, text: string, side: "start" | "end", words: Record<string, Record<string, string>>}} */ (
    /** @type {unknown} */ ("LOOK")
  );
  const tag = document.currentScript;
  if (!(tag instanceof HTMLScriptElement) || document.querySelector("helpdesk-widget")) return;
  const { origin } = new URL(tag.src);
  const language = tag.dataset.language || document.documentElement.lang || navigator.language;
  const words = look.words[language.split("-")[0].toLowerCase()] ?? look.words.en;
  // So long a frame may take to speak; one that never does was refused by a policy.
  const patience = 15_000;

  const style = `
    :host { all: initial; position: fixed; z-index: 2147483000; inset-block-end: 20px; inset-inline-${look.side}: 20px; color-scheme: light dark; }
    button { display: flex; align-items: center; gap: 8px; min-block-size: 48px; padding: 0 18px; border: 1px solid rgb(255 255 255 / 35%); border-radius: 24px; cursor: pointer;
      font: 600 16px/1.2 system-ui, sans-serif; color: ${look.text}; background: ${look.colour}; box-shadow: 0 4px 16px rgb(0 0 0 / 25%); }
    button:focus-visible { outline: 3px solid ${look.colour}; outline-offset: 3px; box-shadow: 0 0 0 3px Canvas; }
    svg { inline-size: 20px; block-size: 20px; }
    iframe { position: fixed; inset-block-end: 80px; inset-inline-${look.side}: 20px; inline-size: min(400px, 100vw - 40px); block-size: min(640px, 100dvh - 100px);
      border: 0; border-radius: 12px; background: Canvas; box-shadow: 0 8px 40px rgb(0 0 0 / 30%); }
    [hidden] { display: none; }
    @media (max-width: 480px) { iframe { inset: 0; inline-size: 100%; block-size: 100%; border-radius: 0; } }
    @media (prefers-reduced-motion: no-preference) { iframe { animation: rise 140ms ease-out; } @keyframes rise { from { opacity: 0; transform: translateY(8px); } } }
    @media print { :host { display: none; } }`;

  const host = document.createElement("helpdesk-widget");
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  root.adoptedStyleSheets = [sheet];
  const button = document.createElement("button");
  button.type = "button";
  button.append(drawn(), document.createElement("span"));
  root.append(button);
  /** @type {HTMLIFrameElement | undefined} */
  let frame;
  let isReady = false;
  say(false);

  button.addEventListener("click", () => (frame && !frame.hidden ? close() : open()));
  root.addEventListener("keydown", (event) => {
    if (event instanceof KeyboardEvent && event.key === "Escape") close();
  });
  addEventListener("message", (event) => {
    if (event.origin !== origin || !frame || event.source !== frame.contentWindow) return;
    if (event.data?.helpdesk === "ready") begin();
    if (event.data?.helpdesk === "close") close();
    if (event.data?.helpdesk === "problem") console.warn(`Help widget: the visitor stays anonymous. ${event.data.text}`);
  });
  // Links and buttons of the website that open it, too.
  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("[data-helpdesk-open]")) {
      event.preventDefault();
      open();
    }
  });
  if (document.body) document.body.append(host);
  else addEventListener("DOMContentLoaded", () => document.body.append(host));

  function open() {
    frame ??= framed();
    frame.hidden = false;
    say(true);
    if (isReady) tell({ helpdesk: "shown" });
  }

  function close() {
    if (!frame || frame.hidden) return;
    frame.hidden = true;
    say(false);
    button.focus();
  }

  function framed() {
    const made = document.createElement("iframe");
    made.title = words.title;
    made.setAttribute("sandbox", "allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox");
    made.src = `${origin}/widget/?language=${encodeURIComponent(language)}`;
    root.append(made);
    setTimeout(() => {
      if (!isReady) {
        console.warn(
          `Help widget: its frame does not open. Is ${location.origin} among the allowed websites in the settings of the widget, and does this page's policy allow frame-src ${origin}?`,
        );
      }
    }, patience);
    return made;
  }

  /** The frame is there: it hears who the website says its visitor is, if it does. */
  function begin() {
    isReady = true;
    const { email = "", name = "", timestamp = "", signature = "" } = /** @type {HTMLScriptElement} */ (tag).dataset;
    tell({ helpdesk: "visitor", visitor: signature ? { email, name, timestamp, signature } : null });
    tell({ helpdesk: "shown" });
  }

  /** @param {object} message */
  function tell(message) {
    frame?.focus();
    frame?.contentWindow?.postMessage(message, origin);
  }

  /** @param {boolean} isOpen */
  function say(isOpen) {
    button.setAttribute("aria-expanded", String(isOpen));
    /** @type {HTMLElement} */ (button.lastChild).textContent = isOpen ? words.close : words.open;
  }

  /** A question mark in a circle. */
  function drawn() {
    const name = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(name, "svg");
    const given = { viewBox: "0 0 24 24", fill: "none", stroke: "currentColor", "stroke-width": "2", "stroke-linecap": "round", "aria-hidden": "true" };
    for (const [key, value] of Object.entries(given)) svg.setAttribute(key, value);
    for (const d of ["M12 2a10 10 0 1 0 0 20a10 10 0 1 0 0-20", "M9.1 9a3 3 0 0 1 5.8 1c0 2-3 3-3 3", "M12 17h.01"]) {
      const path = document.createElementNS(name, "path");
      path.setAttribute("d", d);
      svg.append(path);
    }
    return svg;
  }
})();
