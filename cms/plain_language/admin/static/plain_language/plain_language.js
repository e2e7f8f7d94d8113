/* Shows the hints on a page's text: on its draft when the form opens, then on what is typed, whenever writing pauses. */
(() => {
  "use strict";

  const PAUSE_MS = 1200;

  function start() {
    const root = document.querySelector("[data-plain-language]");
    const form = document.querySelector("[data-edit-form]");
    if (!root || !form) return;

    const url = root.dataset.url;
    const columns = JSON.parse(root.dataset.columns);
    const words = JSON.parse(root.dataset.words);
    const list = root.querySelector("[data-plain-language-locales]");
    const note = root.querySelector("[data-plain-language-note]");
    const toggle = document.querySelector('[data-side-panel-toggle="checks"]');
    const others = toggle && toggle.querySelector("[data-plain-language-others]");
    const badge = toggle && toggle.querySelector("[data-plain-language-counter]");
    const seen = new Map();
    let timer = null;
    let isBusy = false;

    // What is in the form

    function belongs(name, names) {
      return names.some((own) => name === own || name.startsWith(`${own}-`));
    }

    function typed() {
      const entries = [...new FormData(form)].filter(([, value]) => typeof value === "string");
      return Object.entries(columns).map(([locale, names]) => {
        const own = new URLSearchParams(entries.filter(([name]) => belongs(name, names)));
        own.set("locale", locale);
        return [locale, own.toString()];
      });
    }

    // Asking

    async function ask(options) {
      const answer = await fetch(url, { credentials: "same-origin", redirect: "error", ...options });
      if (!answer.ok) throw new Error(String(answer.status));
      show(await answer.text());
    }

    async function checkWhatIsTyped() {
      if (isBusy) return later();
      isBusy = true;
      const changed = typed().filter(([locale, body]) => seen.get(locale) !== body);
      try {
        for (const [locale, body] of changed) {
          await ask({
            method: "POST",
            body,
            headers: {
              "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8",
              "X-CSRFToken": form.elements.namedItem("csrfmiddlewaretoken").value,
            },
          });
          seen.set(locale, body);
        }
        if (changed.length) say(words.updated.replace("{count}", words.hints.replace("{count}", total())));
      } catch {
        say(words.failed);
      } finally {
        isBusy = false;
      }
      return undefined;
    }

    function later() {
      clearTimeout(timer);
      timer = setTimeout(checkWhatIsTyped, PAUSE_MS);
    }

    // Showing

    function locales() {
      return [...list.querySelectorAll("details[data-locale]")];
    }

    function total() {
      return locales().reduce((sum, shown) => sum + Number(shown.dataset.count), 0);
    }

    function say(text) {
      // What went well is for those who listen; the list itself shows it.
      note.classList.toggle("is-trouble", text === words.failed || text === words.gone);
      if (note.textContent !== text) note.textContent = text;
    }

    function show(html) {
      const fresh = document.createElement("template");
      fresh.innerHTML = html;
      for (const waiting of list.querySelectorAll(":scope > :not(details)")) waiting.remove();
      for (const locale of [...fresh.content.querySelectorAll("details[data-locale]")]) place(locale);
      openTheOneThatIsWritten();
      count();
    }

    function place(locale) {
      const shown = list.querySelector(`details[data-locale="${locale.dataset.locale}"]`);
      if (!shown) {
        const order = Object.keys(columns);
        const rank = order.indexOf(locale.dataset.locale);
        const next = locales().find((other) => order.indexOf(other.dataset.locale) > rank);
        list.insertBefore(locale, next || null);
        return;
      }
      if (shown.innerHTML === locale.innerHTML) return;
      const focused = shown.contains(document.activeElement) ? document.activeElement : null;
      const at = focused && focused.dataset.place;
      locale.open = shown.open;
      shown.replaceWith(locale);
      if (focused) {
        const same = [...locale.querySelectorAll("[data-place]")].find((button) => button.dataset.place === at);
        (same || locale.querySelector("summary")).focus({ preventScroll: true });
      }
    }

    function openTheOneThatIsWritten() {
      if (locales().some((shown) => shown.open)) return;
      const panel = form.querySelector('[role="tabpanel"]:not([hidden]) [lang]');
      const wanted = panel && list.querySelector(`details[data-locale="${panel.lang}"]`);
      const first = wanted || locales()[0];
      if (first) first.open = true;
    }

    function count() {
      if (!badge) return;
      const sum = total() + (Number(others.textContent) || 0);
      const kinds = locales()
        .filter((shown) => shown.dataset.counts)
        .map((shown) => `${shown.querySelector("summary > span").textContent}: ${shown.dataset.counts}`);
      badge.textContent = sum;
      badge.hidden = sum === 0;
      toggle.setAttribute("aria-label", [words.toggle, ...(kinds.length ? kinds : [words.none])].join(". "));
    }

    // Going there

    function target(placeName) {
      if (placeName.startsWith("#")) return document.getElementById(placeName.slice(1));
      const [column, ...steps] = placeName.split("/");
      let found = form.querySelector(`[data-contentpath="${column}"]`) || document.getElementById(`id_${column}`);
      for (const step of steps) {
        const next = found && found.querySelector(`[data-contentpath="${CSS.escape(step)}"]`);
        if (!next) break;
        found = next;
      }
      return found;
    }

    function uncover(field) {
      const panel = field.closest('[role="tabpanel"]');
      if (panel && panel.hidden) document.getElementById(panel.getAttribute("aria-labelledby")).click();
      for (let at = field; at && at !== form; at = at.parentElement) {
        const opener = at.matches("[data-panel]") && at.querySelector("[data-panel-toggle]");
        if (opener && opener.getAttribute("aria-expanded") === "false") opener.click();
      }
    }

    function select(input, quote) {
      const words = quote.replace(/…$/, "");
      const start = input.value.indexOf(words);
      if (start >= 0) input.setSelectionRange(start, start + words.length);
    }

    // In rich text the words are marked without touching the text, where the browser can do that.
    function mark(input, quote) {
      if (!window.Highlight || !CSS.highlights) return;
      CSS.highlights.delete("plain-language");
      const texts = document.createTreeWalker(input, NodeFilter.SHOW_TEXT);
      const words = quote.replace(/…$/, "");
      while (texts.nextNode()) {
        const start = texts.currentNode.data.indexOf(words);
        if (start >= 0) {
          const range = new StaticRange({
            startContainer: texts.currentNode,
            startOffset: start,
            endContainer: texts.currentNode,
            endOffset: start + words.length,
          });
          CSS.highlights.set("plain-language", new Highlight(range));
          return;
        }
      }
    }

    function go(button) {
      const field = target(button.dataset.place);
      if (!field) {
        say(words.gone);
        return;
      }
      uncover(field);
      if (matchMedia("(max-width: 50em)").matches) document.querySelector("[data-form-side-close-button]").click();
      // A tab that opens moves the page first.
      requestAnimationFrame(() => requestAnimationFrame(() => enter(field, button.querySelector("q"))));
    }

    function enter(field, quote) {
      const inputs = '[contenteditable="true"], textarea:not([hidden]), input:not([type="hidden"]), select';
      const input = field.matches(inputs) ? field : field.querySelector(inputs);
      if (input) input.focus({ preventScroll: true });
      if (input && quote && input.isContentEditable) mark(input, quote.textContent);
      else if (input && quote && input.matches('textarea, input[type="text"]')) select(input, quote.textContent);
      // The editor of rich text goes back to where it was when it gets the focus.
      requestAnimationFrame(() => (input || field).scrollIntoView({ block: "center", behavior: "instant" }));
    }

    list.addEventListener("click", (event) => {
      const button = event.target.closest("[data-place]");
      if (button) go(button);
    });

    for (const type of ["input", "change", "keyup", "click"]) form.addEventListener(type, later);
    document.addEventListener("w-unsaved:add", later);
    document.addEventListener("w-autosave:success", later);
    if (others) new MutationObserver(count).observe(others, { childList: true, characterData: true, subtree: true });

    if (url.endsWith("/new/")) {
      later();
    } else {
      isBusy = true;
      ask({})
        .then(() => {
          // What was typed meanwhile is none of the draft that was looked at: the pause after it looks at all.
          if (timer === null) typed().forEach(([locale, body]) => seen.set(locale, body));
        })
        .catch(() => {
          list.replaceChildren();
          say(words.failed);
        })
        .finally(() => {
          isBusy = false;
        });
    }
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
