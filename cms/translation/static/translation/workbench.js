// The workbench in the browser: saves while somebody writes, checks, suggests, and is worked by keyboard alone.
// The server draws what is shown of a segment; this file puts it in place and never loses a text.
(() => {
  "use strict";

  const root = document.querySelector("[data-workbench]");
  if (!root) return;

  const URLS = told("workbench-urls");
  const WORDS = told("workbench-words");
  const AUTOSAVE_MS = 1000;
  const CHECK_MS = 600;
  const SUGGEST_MS = 300;
  const COUNT_MS = 3000;
  const BATCH = 50;
  const RETRY_S = [5, 10, 20, 40, 60];

  function told(id) {
    return JSON.parse(document.getElementById(id).textContent);
  }

  function fill(sentence, values) {
    return sentence.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  }

  function later(act, delay) {
    let timer = 0;
    const start = (...values) => {
      clearTimeout(timer);
      timer = setTimeout(() => act(...values), delay);
    };
    start.stop = () => clearTimeout(timer);
    return start;
  }

  /** Tells a screen reader; what is said twice has to differ to be heard twice. */
  const live = root.querySelector("[data-told]");
  function say(sentence) {
    if (live) live.textContent = live.textContent === sentence ? `${sentence}\u00a0` : sentence;
  }

  // Asking the server

  class Trouble extends Error {
    constructor(kind, sentence) {
      super(sentence);
      this.kind = kind; // "connection", "server", "signedOut" or "refused"
    }
  }

  async function ask(url, body) {
    const options = { redirect: "manual", headers: { Accept: "application/json" } };
    if (body !== undefined) {
      options.method = "POST";
      options.body = JSON.stringify(body);
      options.headers["Content-Type"] = "application/json";
      options.headers["X-CSRFToken"] = csrfToken();
    }
    let answer;
    try {
      answer = await fetch(url, options);
    } catch {
      throw new Trouble("connection", WORDS.connection);
    }
    if (answer.type === "opaqueredirect") throw new Trouble("signedOut", WORDS.signIn);
    let said;
    try {
      said = await answer.json();
    } catch {
      // Django's own page about a token that is out of date is no JSON: it is after signing in again.
      throw answer.status === 403 ? new Trouble("signedOut", WORDS.signIn) : new Trouble("server", WORDS.faultOfServer);
    }
    if (!answer.ok) throw new Trouble(answer.status >= 500 && !said.error ? "server" : "refused", said.error || "");
    return said;
  }

  /** Read each time: signing in again in another tab changes it. */
  function csrfToken() {
    const cookie = document.cookie.split("; ").find((item) => item.startsWith("csrftoken="));
    return cookie ? decodeURIComponent(cookie.slice("csrftoken=".length)) : "";
  }

  /** Puts drawn HTML in place; who had the focus in there goes on in the text. */
  function put(place, html, heir) {
    const hadFocus = place.contains(document.activeElement);
    place.innerHTML = html;
    if (hadFocus && heir) heir.focus();
  }

  // Segments

  class Segment {
    constructor(element) {
      this.element = element;
      this.path = element.dataset.path;
      this.field = element.querySelector("[data-target]");
      this.seen = element.dataset.seen;
      this.source = element.dataset.source;
      this.limit = Number(element.dataset.limit) || 0;
      this.isToDo = "toDo" in element.dataset;
      this.needsConfirmation = "needsConfirmation" in element.dataset;
      this.saved = this.field ? this.field.value : "";
      this.stored = this.saved; // what the server made of it
      this.origin = "human";
      this.refused = null;
      this.conflict = null;
      this.isComposing = false;
      this.suggested = false;
      this.announced = "";
      this.check = later(() => check(this), CHECK_MS);
      this.suggest = later(() => suggest(this), SUGGEST_MS);
    }

    get text() {
      return this.field ? this.field.value : "";
    }

    get isDirty() {
      return this.text !== this.saved;
    }

    /** Whether sending it is of any use now. */
    get isWaiting() {
      return this.isDirty && !this.conflict && !this.isComposing && this.refused !== this.text;
    }

    part(name) {
      return this.element.querySelector(`[data-${name}]`);
    }

    draw(drawn, { withFindings = true } = {}) {
      this.seen = drawn.seen;
      this.source = drawn.source;
      this.isToDo = drawn.to_do;
      this.needsConfirmation = drawn.needs_confirmation;
      put(this.part("state"), drawn.state, this.field);
      if (withFindings) this.drawFindings(drawn);
    }

    drawFindings(drawn) {
      const place = this.part("findings");
      // Who writes a reason is not disturbed; the next check draws it.
      if (place.querySelector("input:focus")) return;
      if (place.innerHTML.trim() === drawn.findings.trim()) return;
      put(place, drawn.findings, this.field);
      if (document.activeElement !== this.field) return;
      const sentence = drawn.errors + drawn.warnings ? fill(WORDS.findings, drawn) : WORDS.noFindings;
      if (this.announced || drawn.errors + drawn.warnings) say(sentence);
      this.announced = sentence;
    }

    complain(sentence) {
      const place = this.part("problem");
      place.textContent = sentence;
      place.hidden = !sentence;
      if (sentence && this.field) this.field.setAttribute("aria-invalid", "true");
      else this.field?.removeAttribute("aria-invalid");
    }

    /** Writes so that Ctrl+Z takes it back. */
    write(text, { all = false } = {}) {
      this.field.focus();
      if (all) this.field.select();
      const isDone = text ? document.execCommand("insertText", false, text) : document.execCommand("delete");
      if (!isDone) {
        const { selectionStart, selectionEnd } = this.field;
        this.field.setRangeText(text, selectionStart, selectionEnd, "end");
        this.field.dispatchEvent(new Event("input", { bubbles: true }));
      }
    }

    count() {
      const place = this.part("counter");
      if (!place || !this.field) return;
      const plain = "rich" in this.element.dataset ? this.text.replace(TAG, "") : this.text;
      const length = [...plain].length;
      place.textContent = fill(WORDS.characters, { count: length, limit: this.limit });
      place.classList.toggle("is-over", length > this.limit);
    }

    grow() {
      if (!this.field || CSS.supports("field-sizing", "content")) return;
      this.field.style.blockSize = "auto";
      this.field.style.blockSize = `${this.field.scrollHeight + 2}px`;
    }

    focus() {
      const place = this.field || this.element;
      if (!this.field) this.element.tabIndex = -1;
      place.focus();
      this.element.scrollIntoView({ block: "nearest" });
    }
  }

  const TAG = /<br>|<\/?(?:b|i|sup|sub|a\d+|p|ul|ol|li)>/g;
  const segments = [...root.querySelectorAll("[data-segment]")].map((element) => new Segment(element));
  const byElement = new Map(segments.map((segment) => [segment.element, segment]));
  const byPath = new Map(segments.map((segment) => [segment.path, segment]));

  function segmentOf(node) {
    return byElement.get(node?.closest?.("[data-segment]"));
  }

  // Saving

  const saving = root.querySelector("[data-saving]");
  let running = null;
  let failures = 0;
  let retryTimer = 0;
  let savedAt = "";

  // After a failure the clock decides when it is tried again, not the typing.
  const autosave = later(() => {
    if (!failures) flushOnce();
  }, AUTOSAVE_MS);

  function show(kind, sentence) {
    if (!saving) return;
    saving.dataset.saving = kind;
    saving.textContent = sentence;
  }

  function settle() {
    if (segments.some((segment) => segment.isDirty && !segment.isWaiting && !segment.isComposing)) {
      show("trouble", WORDS.keptBack);
    } else if (segments.some((segment) => segment.isDirty)) show("unsaved", WORDS.unsaved);
    else show("saved", savedAt ? fill(WORDS.saved, { time: savedAt }) : "");
  }

  /** Sends one batch, unless one is on its way; what came in meanwhile goes by its own timer. */
  async function flushOnce() {
    if (running) {
      autosave();
      return false;
    }
    const batch = segments.filter((segment) => segment.isWaiting).slice(0, BATCH);
    if (!batch.length) return true;
    clearInterval(retryTimer);
    running = save(batch);
    try {
      return await running;
    } finally {
      running = null;
      if (segments.some((segment) => segment.isWaiting) && !failures) autosave();
    }
  }

  /** Saves all that can be saved; false when something is not. */
  async function flush() {
    autosave.stop();
    for (;;) {
      if (running) await running;
      if (!segments.some((segment) => segment.isWaiting)) break;
      if (!(await flushOnce())) break;
    }
    return !segments.some((segment) => segment.isDirty);
  }

  async function save(batch) {
    const sent = batch.map((segment) => ({ segment, text: segment.text }));
    show("saving", WORDS.saving);
    const edits = sent.map(({ segment, text }) => ({
      path: segment.path,
      text,
      seen: segment.seen,
      source: segment.source,
      origin: segment.origin,
    }));
    let answer;
    try {
      answer = await ask(URLS.save, { edits });
    } catch (trouble) {
      fail(trouble);
      return false;
    }
    failures = 0;
    if (Object.keys(answer.saved).length) {
      const now = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
      savedAt = new Date().toLocaleTimeString(document.documentElement.lang, now);
    }
    for (const { segment, text } of sent) hear(segment, text, answer);
    stand(answer.standing);
    settle();
    return true;
  }

  function hear(segment, text, answer) {
    const { path } = segment;
    if (!answer.saved[path]) segment.isToDo = true;
    if (answer.saved[path]) {
      const drawn = answer.saved[path];
      segment.saved = text;
      segment.stored = normal(drawn.text);
      segment.refused = null;
      segment.complain("");
      segment.draw(drawn, { withFindings: segment.text === text });
      if (document.activeElement !== segment.field) adopt(segment);
    } else if (answer.conflicts[path]) clash(segment, answer.conflicts[path]);
    else if (answer.moved[path]) {
      const moved = answer.moved[path];
      segment.draw(moved);
      segment.part("shown-source").innerHTML = moved.shown;
      segment.refused = text;
      segment.complain(moved.message);
      say(moved.message);
    } else {
      segment.refused = text;
      segment.complain(answer.refused[path] ?? "");
      say(answer.refused[path] ?? "");
    }
  }

  /** The field says what is stored, as soon as nobody writes in it. */
  function adopt(segment) {
    if (segment.field && segment.text === segment.saved && segment.saved !== segment.stored) {
      segment.field.value = segment.stored;
      segment.saved = segment.text;
      segment.grow();
      segment.count();
    }
  }

  function normal(text) {
    return text.replace(/\r\n?/g, "\n");
  }

  function fail(trouble) {
    const first = failures === 0;
    let seconds = RETRY_S[Math.min(failures, RETRY_S.length - 1)];
    failures += 1;
    const sentence = () =>
      ({
        connection: fill(WORDS.notConnected, { seconds }),
        server: fill(WORDS.serverFault, { seconds }),
        signedOut: WORDS.signedOut,
        refused: fill(WORDS.refused, { reason: trouble.message }),
      })[trouble.kind];
    show("trouble", sentence());
    if (first) say(sentence());
    clearInterval(retryTimer);
    retryTimer = setInterval(() => {
      seconds -= 1;
      if (seconds > 0) show("trouble", sentence());
      else {
        clearInterval(retryTimer);
        flushOnce();
      }
    }, 1000);
  }

  window.addEventListener("online", () => flushOnce());
  // Somebody comes back from the tab in which they have signed in again.
  document.addEventListener("visibilitychange", () => flushOnce());
  window.addEventListener("focus", () => flushOnce());
  window.addEventListener("beforeunload", (event) => {
    const isSpeaking = [...root.querySelectorAll("[data-comment-form] textarea")].some((field) => field.value.trim());
    if (isSpeaking || running || segments.some((segment) => segment.isDirty)) event.preventDefault();
  });

  // Two people in one string

  function clash(segment, conflict) {
    segment.conflict = conflict;
    const drawn = document.getElementById("workbench-conflict").content.cloneNode(true);
    drawn.querySelector("[data-theirs]").textContent = conflict.theirs;
    drawn.querySelector("[data-difference]").innerHTML = conflict.difference;
    segment.part("conflict").replaceChildren(drawn);
    say(WORDS.conflict);
  }

  function keepMine(segment) {
    segment.seen = segment.conflict.seen;
    unclash(segment);
    flushOnce();
  }

  function takeTheirs(segment) {
    const { theirs, seen } = segment.conflict;
    segment.field.value = theirs;
    segment.saved = segment.text;
    segment.stored = segment.saved;
    segment.seen = seen;
    segment.refused = null;
    unclash(segment);
    segment.grow();
    segment.count();
    check(segment);
    settle();
  }

  function unclash(segment) {
    segment.conflict = null;
    segment.part("conflict").replaceChildren();
    segment.field.focus();
  }

  // What the server says about a text

  async function check(segment) {
    const text = segment.text;
    if (!segment.isDirty && text !== segment.saved) return;
    try {
      const drawn = await ask(URLS.check, { path: segment.path, text });
      if (segment.text === text) segment.drawFindings(drawn);
    } catch {
      // The next save checks it again, and says what is wrong with the connection.
    }
  }

  async function suggest(segment) {
    if (segment.suggested || !segment.field) return;
    segment.suggested = true;
    try {
      const found = await ask(`${URLS.suggest}?path=${encodeURIComponent(segment.path)}`);
      put(segment.part("suggestions"), found.html, segment.field);
    } catch {
      segment.suggested = false;
    }
  }

  async function confirm(segment) {
    segment.refused = null; // who confirms has read what is said about it
    await flush();
    if (segment.isDirty) {
      segment.isToDo = true;
      return;
    }
    if (!segment.needsConfirmation) {
      if (!segment.text) say(WORDS.emptyText);
      return;
    }
    try {
      const answer = await ask(URLS.confirm, { path: segment.path, seen: segment.seen, source: segment.source });
      if (answer.saved[segment.path]) segment.draw(answer.saved[segment.path]);
      segment.complain("");
      stand(answer.standing);
      say(WORDS.confirmed);
    } catch (trouble) {
      segment.isToDo = true;
      report(segment, trouble);
    }
  }

  async function accept(segment, form) {
    const reason = form.elements.reason.value;
    if (segment.isDirty && !(await flush())) return report(segment, new Error(WORDS.saveFirst));
    try {
      const { path, seen, source } = segment;
      const asked = { path, seen, source, code: form.dataset.code, reason };
      const answer = await ask(URLS.accept, asked);
      document.activeElement?.blur();
      segment.draw(answer.saved[segment.path]);
      segment.field.focus();
      stand(answer.standing);
    } catch (trouble) {
      report(segment, trouble);
    }
  }

  async function comment(segment, asked, form) {
    try {
      const answer = await ask(URLS.comment, { path: segment.path, ...asked });
      const draft = form ? "" : segment.part("comments").querySelector("textarea").value;
      put(segment.part("comments"), answer.comments);
      const details = segment.part("comments").querySelector("details");
      details.open = true;
      details.querySelector("textarea").value = draft;
      details.querySelector("summary").focus();
      stand(answer.standing);
    } catch (trouble) {
      report(segment, trouble);
    }
  }

  function report(segment, trouble) {
    const sentence = fill(WORDS.notDone, { reason: trouble.message });
    const place = segment.part("problem");
    if (place) segment.complain(sentence);
    say(sentence);
  }

  // The head of the page

  const head = root.querySelector("[data-standing]");

  function stand(standing) {
    if (!standing || !head || head.contains(document.activeElement)) return;
    const before = head.querySelector("[data-errors]");
    const errors = before?.cloneNode(true);
    put(head, standing.html);
    // The number of errors takes the server a moment, so that it is asked for when it is quiet.
    if (!standing.with_errors && errors) head.querySelector("[data-errors]")?.replaceWith(errors);
    const submit = root.querySelector("[data-submit]");
    if (submit) submit.hidden = !standing.submit;
    if (!standing.with_errors) count();
  }

  const count = later(async () => {
    try {
      stand((await ask(URLS.standing)).standing);
    } catch {
      // It is said where something is saved.
    }
  }, COUNT_MS);

  root.addEventListener("submit", async (event) => {
    const form = event.target;
    if (form.matches("[data-accept]")) {
      event.preventDefault();
      accept(segmentOf(form), form);
    } else if (form.matches("[data-comment-form]")) {
      event.preventDefault();
      comment(segmentOf(form), { text: form.elements.text.value }, form);
    } else if (form.matches("[data-hand-over]")) {
      event.preventDefault();
      if (!(await flush())) {
        say(WORDS.saveFirst);
        settle();
        return;
      }
      form.elements.csrfmiddlewaretoken.value = csrfToken() || form.elements.csrfmiddlewaretoken.value;
      form.submit();
    }
  });

  // Tags

  /** The tags of the source that the text lacks, in their order. */
  function lacking(segment) {
    const left = segment.text.match(TAG) ?? [];
    const wanted = segment.part("shown-source").textContent.match(TAG) ?? [];
    return wanted
      .filter((tag) => !tag.startsWith("</"))
      .filter((tag) => {
        const place = left.indexOf(tag);
        if (place >= 0) left.splice(place, 1);
        return place < 0;
      })
      .map((tag) => tag.slice(1, -1));
  }

  function insertTag(segment, name) {
    const { field } = segment;
    if (name === "br") return segment.write("<br>");
    const { selectionStart: start, selectionEnd: end } = field;
    const chosen = field.value.slice(start, end);
    segment.write(`<${name}>${chosen}</${name}>`);
    const inside = start + name.length + 2;
    field.setSelectionRange(inside, inside + chosen.length);
  }

  // Going from one to the next

  function neighbour(segment, step) {
    const next = segments[segments.indexOf(segment) + step];
    if (next) next.focus();
    else if (step > 0) leave(root.dataset.nextPage, "first");
    else leave(root.dataset.previousPage, "last");
  }

  async function goToNextToDo(from) {
    const place = from ? segments.indexOf(from) : -1;
    const behind = segments.slice(place + 1).find((segment) => segment.isToDo);
    if (behind) return behind.focus();
    if (root.dataset.later) return leave(root.dataset.later);
    const before = segments.slice(0, Math.max(place, 0)).find((segment) => segment.isToDo);
    if (before) return before.focus();
    if (root.dataset.earlier) return leave(root.dataset.earlier);
    if (from?.isToDo && !from.text) say(WORDS.emptyText);
    else say(WORDS.allDone);
  }

  /** To another page, once all is saved. */
  async function leave(address, focus = "") {
    if (!address) return;
    if (!(await flush())) {
      say(WORDS.saveFirst);
      settle();
      return;
    }
    location.assign(focus ? `${address}#${focus}` : address);
  }

  /** Goes on at once; what is on its way to the server comes after. */
  function finish(segment) {
    const isDone = Boolean(segment.text);
    if (isDone) segment.isToDo = false;
    const confirmed = confirm(segment);
    const isLast = !segments.some((other) => other !== segment && other.isToDo);
    if (isLast) confirmed.then(() => goToNextToDo(segment));
    else goToNextToDo(segment);
  }

  // The machine

  let isDrafting = false;

  async function draft(button) {
    const place = button.closest("[data-machine]");
    const progress = place.querySelector("[data-machine-progress]");
    const bar = progress.querySelector("progress");
    const refused = [];
    let [after, written, trouble] = ["", 0, null];
    if (!(await flush())) return say(WORDS.saveFirst);
    [isDrafting, button.hidden, progress.hidden] = [true, true, false];
    // What is shown below is about to be old.
    for (const part of root.querySelectorAll(".workbench-part")) part.inert = true;
    progress.querySelector("button").focus();
    do {
      try {
        const answer = await ask(URLS.machine, { after });
        ({ after } = answer);
        written += answer.written;
        refused.push(...answer.refused);
        bar.value = Math.min(bar.max, written + refused.length);
        place.querySelector("[data-machine-told]").textContent = fill(WORDS.drafting, { written, left: answer.left });
      } catch (error) {
        trouble = error;
      }
    } while (after && isDrafting && !trouble);
    const sentence = trouble
      ? fill(WORDS.notDone, { reason: trouble.message })
      : fill(after ? WORDS.stopped : WORDS.drafted, { written });
    tellOfDrafts(place, sentence, refused);
    [isDrafting, button.hidden, progress.hidden] = [false, !trouble && !after, true];
    if (!written) for (const part of root.querySelectorAll(".workbench-part")) part.inert = false;
    count();
  }

  function tellOfDrafts(place, sentence, refused) {
    const report = place.querySelector("[data-machine-report]");
    const sentences = refused.length ? [sentence, fill(WORDS.notDrafted, { count: refused.length })] : [sentence];
    report.querySelector("[data-machine-sentence]").textContent = sentences.join(" ");
    report.querySelector("[data-machine-refused]").replaceChildren(
      ...refused.map(({ part, reason }) => {
        const item = document.createElement("li");
        item.textContent = `${part}: ${reason}`;
        return item;
      }),
    );
    report.hidden = false;
    report.focus();
  }

  // What people do

  const ACTS = {
    confirm: (segment) => confirm(segment),
    insert: (segment, button) => segment.write(button.dataset.text),
    tag: (segment, button) => insertTag(segment, button.dataset.tag),
    copy: (segment, button) => segment.write(button.dataset.text, { all: true }),
    suggestion: (segment, button) => takeSuggestion(segment, button),
    "keep-mine": (segment) => keepMine(segment),
    "take-theirs": (segment) => takeTheirs(segment),
    resolve: (segment, button) => comment(segment, { resolve: Number(button.dataset.comment) }),
    keys: () => showKeys(),
    "next-to-do": () => goToNextToDo(lastFocused),
    draft: (_segment, button) => draft(button),
    "stop-drafting": () => {
      isDrafting = false;
    },
  };

  let lastFocused = null;

  function takeSuggestion(segment, button) {
    if (!button) return;
    segment.write(button.dataset.text, { all: true });
    segment.origin = "memory";
  }

  function showKeys() {
    const dialog = root.querySelector("[data-keys]");
    if (!dialog.open) dialog.showModal();
  }

  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-act]");
    if (button) ACTS[button.dataset.act](segmentOf(button), button);
  });
  // A button that writes does not take the selection from the text.
  root.addEventListener("mousedown", (event) => {
    if (event.target.closest("[data-act='insert'], [data-act='tag']")) event.preventDefault();
  });

  root.addEventListener("input", (event) => {
    const segment = segmentOf(event.target);
    if (!segment || event.target !== segment.field) return;
    segment.origin = "human";
    if (isOneLine(segment, event.target) && /[\r\n]/.test(segment.text)) {
      const place = segment.field.selectionStart;
      segment.field.value = segment.text.replace(/\s*[\r\n]+\s*/g, " ");
      segment.field.setSelectionRange(place, place);
    }
    if (!segment.isDirty && !segment.conflict) {
      segment.refused = null;
      segment.complain("");
    }
    segment.grow();
    segment.count();
    segment.check();
    if (!running && !failures) settle();
    autosave();
  });
  root.addEventListener("compositionstart", (event) => {
    const segment = segmentOf(event.target);
    if (segment) segment.isComposing = true;
  });
  root.addEventListener("compositionend", (event) => {
    const segment = segmentOf(event.target);
    if (segment) segment.isComposing = false;
    autosave();
  });
  root.addEventListener("focusin", (event) => {
    const segment = segmentOf(event.target);
    if (!segment) return;
    lastFocused = segment;
    if (event.target === segment.field) segment.suggest();
  });
  root.addEventListener("focusout", (event) => {
    const segment = segmentOf(event.target);
    if (!segment || event.target !== segment.field) return;
    segment.suggest.stop();
    adopt(segment);
    if (segment.isWaiting && !failures) flushOnce();
  });

  const ALT_SHIFT = {
    KeyN: (segment) => goToNextToDo(segment),
    KeyC: (segment) => segment.field && segment.element.querySelector("[data-act='copy']")?.click(),
    KeyT: (segment) => {
      const [tag] = segment.field ? lacking(segment) : [];
      if (tag) insertTag(segment, tag);
    },
  };

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || root.querySelector("dialog[open]")) return;
    const segment = segmentOf(document.activeElement) ?? null;
    if (event.key === "Enter" && !event.ctrlKey && !event.metaKey && isOneLine(segment, event.target)) {
      event.preventDefault();
      return;
    }
    const act = actOf(event, segment ?? lastFocused);
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  });

  function isOneLine(segment, field) {
    return Boolean(segment) && field === segment.field && "oneLine" in segment.element.dataset;
  }

  function actOf(event, segment) {
    const isCtrl = event.ctrlKey || event.metaKey;
    if (isCtrl && event.key === "/") return showKeys;
    if (isCtrl && event.key === "Enter" && segment?.field && document.activeElement === segment.field) {
      return () => finish(segment);
    }
    if (event.altKey && !isCtrl && !event.shiftKey && ["ArrowDown", "ArrowUp"].includes(event.key)) {
      const step = event.key === "ArrowDown" ? 1 : -1;
      return () => (segment ? neighbour(segment, step) : segments[0]?.focus());
    }
    if (!event.altKey || !event.shiftKey || isCtrl) return null;
    if (event.code === "KeyN") return () => ALT_SHIFT.KeyN(segment);
    if (!segment) return null;
    if (event.code in ALT_SHIFT) return () => ALT_SHIFT[event.code](segment);
    const digit = /^Digit([1-5])$/.exec(event.code);
    if (!digit) return null;
    const offered = segment.element.querySelectorAll("[data-act='suggestion']");
    return () => takeSuggestion(segment, offered[Number(digit[1]) - 1]);
  }

  // Opening the page

  for (const segment of segments) {
    segment.grow();
    segment.count();
  }
  const at = new URLSearchParams(location.search).get("at");
  const first = { "#first": segments[0], "#last": segments.at(-1) }[location.hash] ?? byPath.get(at);
  if (first) first.focus();
  if (segments.length && root.hasAttribute("data-may-write")) settle();
  count();
})();
