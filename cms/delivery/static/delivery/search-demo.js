// Search as you type, made to be copied: a combobox over /search/suggest/, and the results of /search/ with their
// filters. A page of another site gives the API's full address in `data-api`.

const API = new URL(document.querySelector("[data-api]").dataset.api, location.href);
const SUGGEST_AFTER_MS = 120;
// Results wait a little longer: what nobody finds is counted, and half a word is nobody's question.
const SEARCH_AFTER_MS = 400;
const RETRY_AFTER_S = 5;
const LONGEST_WAIT_S = 3600;
const FILTERS = { type: "Type", topic: "Topic", specialty: "Specialty" };
// While these are written, the field holds letters that the reader is about to turn into words.
const COMPOSED = /^(zh|ja|ko)\b/;

const TYPES = {
  condition: ["Condition", "Conditions"],
  therapy: ["Therapy", "Therapies"],
  "glossary-term": ["Glossary term", "Glossary terms"],
};
const KINDS = {
  synonym: "another name",
  lay: "an everyday name",
  abbreviation: "an abbreviation",
  former: "a former name",
  code: "a code",
};
const PARTS = {
  name: "the name",
  other_names: "another name",
  codes: "a code",
  summary: "the summary",
  definition: "the definition",
  description: "the description",
};
const HOW = {
  exact: "exactly as typed",
  prefix: "begins as typed",
  words: "has the words typed",
  typo: "is spelt much like it",
  synonym: "means the same",
};
const ESCAPED = { amp: "&", lt: "<", gt: ">", quot: '"', "#x27": "'", "#39": "'" };

const place = (id) => document.getElementById(id);
const [field, list, results, told] = ["q", "suggestions", "results", "told"].map(place);

/** What is asked for; it stands in the page's address, so that it can be shared and reloaded. */
const state = { q: "", locale: "", type: "", topic: "", specialty: "" };
const locales = new Map();
let next = null;
let again = null;

// Asking

/** A sentence, and what helps: to ask "again", to "wait" until the page asks again, or to ask for something "else". */
class Trouble extends Error {
  constructor(sentence, help) {
    super(sentence);
    this.help = help;
  }
}

let closedUntil = 0;

function address(path, parameters) {
  const url = new URL(path, API);
  for (const [name, value] of Object.entries(parameters)) if (value) url.searchParams.set(name, value);
  return url;
}

/** An address that the API gave, by the name that this page reaches it by. */
function here(given) {
  const { pathname, search } = new URL(given, API);
  return new URL(pathname + search, API);
}

async function ask(url, signal) {
  try {
    const answer = await fetch(url, { signal });
    if (!answer.ok) throw await refusal(answer);
    return await answer.json();
  } catch (error) {
    if (error instanceof Trouble) throw error;
    if (!navigator.onLine) throw new Trouble("You are offline. The search goes on with the connection.", "again");
    throw new Trouble("The server could not be reached. Check your connection, then try again.", "again");
  }
}

/** Errors are application/problem+json (RFC 9457): `detail` says what is wrong. */
async function refusal(answer) {
  if (answer.status === 429 || answer.status === 503) {
    const waitS = secondsOf(answer.headers.get("Retry-After"));
    closedUntil = Date.now() + waitS * 1000;
    const reason = answer.status === 429 ? "Too many requests were sent." : "The server is busy.";
    return new Trouble(`${reason} The search goes on by itself in ${waitS} s.`, "wait");
  }
  const problem = await answer.json().catch(() => ({}));
  const reason = problem.detail ?? problem.title ?? `The server answered with status ${answer.status}.`;
  if (answer.status < 500) return new Trouble(`${reason} Change what you search for.`, "else");
  return new Trouble(`${reason} Try again in a moment.`, "again");
}

/** Retry-After is a number of seconds or a date. */
function secondsOf(retryAfter) {
  const isNumber = /^\d+$/.test(retryAfter ?? "");
  const seconds = isNumber ? Number(retryAfter) : Math.ceil((Date.parse(retryAfter) - Date.now()) / 1000);
  return Number.isNaN(seconds) ? RETRY_AFTER_S : Math.min(Math.max(1, seconds), LONGEST_WAIT_S);
}

/** One question at a time: a newer one aborts the older, whose answer is dropped however late it comes. */
class Line {
  #controller = new AbortController();
  #timer = 0;

  stop() {
    clearTimeout(this.#timer);
    this.#controller.abort();
  }

  /** `url` is called when the wait is over. */
  ask(url, { afterMs = 0, answered, failed }) {
    this.stop();
    const { signal } = (this.#controller = new AbortController());
    const heard = (act) => (said) => { if (!signal.aborted) act(said); };
    const send = () => ask(url(), signal).then(heard(answered), heard(failed));
    this.#timer = setTimeout(send, Math.max(afterMs, closedUntil - Date.now()));
  }
}

const starting = new Line();
const searching = new Line();
const suggesting = new Line();

// Drawing

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value != null) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** A highlight, which is escaped text and <mark>, as nodes: whatever else was sent would be shown and not obeyed. */
function marked(html) {
  const fragment = document.createDocumentFragment();
  // Text outside and inside of marks by turns.
  html.split(/<\/?mark>/).forEach((piece, index) => {
    const text = piece.replace(/&(amp|lt|gt|quot|#x27|#39);/g, (_, name) => ESCAPED[name]);
    fragment.append(index % 2 ? element("mark", {}, text) : text);
  });
  return fragment;
}

const spoken = (locale) => ({ lang: locale, dir: locales.get(locale)?.dir ?? "auto" });

/** Words of one language among those of another; `bdi` keeps their directions apart. */
const words = (text, locale = "en") => element("bdi", spoken(locale), text);

const inLanguage = (locale) => `in ${locales.get(locale)?.name ?? locale}`;

/** `highlights` lose the one that is the whole of the text, which is shown with its marks. */
function whole(text, part, highlights) {
  const found = highlights.findIndex((each) => each.part === part && marked(each.html).textContent === text);
  return found < 0 ? text : marked(highlights.splice(found, 1)[0].html);
}

function drawnResult(result) {
  const highlights = [...result.highlights];
  const lead = "definition" in result ? "definition" : "summary";
  const name = element("a", { href: here(result.url) }, whole(result.name, "name", highlights));
  const about = [TYPES[result.type]?.[0] ?? result.type];
  if (result.locale !== result.requested_locale) about.push(inLanguage(result.locale));
  return element("li", spoken(result.locale),
    element("h3", {}, name),
    element("p", { class: "about" }, words(about.join(", "))),
    element("p", {}, whole(result[lead] ?? "", lead, highlights)),
    ...highlights.map(drawnHighlight),
    element("p", { class: "why" }, ...why(result)));
}

function drawnHighlight({ heading, locale, dir, html }) {
  const lead = heading ? element("b", {}, heading) : "";
  return element("p", { class: "highlight", lang: locale, dir }, lead, " ", marked(html));
}

/** Why it was found: `Found by an everyday name, “nerve pain after shingles”: exactly as typed`. */
function why({ name, matched, highlights, locale: shown }) {
  if (!matched) return [];
  const { part, text, kind, how, locale = shown } = matched;
  const section = highlights.find((each) => each.part === part)?.heading ?? part.split(".")[1];
  const what = KINDS[kind] ?? PARTS[part] ?? element("span", {}, "the section ", words(section, locale));
  const quoted = text && text !== name ? [", “", words(text, locale), "”"] : [];
  const language = locale === shown ? "" : `, ${inLanguage(locale)}`;
  return [element("bdi", spoken("en"), "Found by ", what, ...quoted, language, ": ", HOW[how] ?? how)];
}

function drawnFilter(name, { value, label, locale, count }) {
  const isOn = state[name] === value;
  const button = element("button", { type: "button", "aria-pressed": isOn, "data-filter": `${name}:${value}` },
    words(label, locale), " ", element("span", {}, count));
  button.addEventListener("click", () => {
    state[name] = isOn ? "" : value;
    search();
  });
  return button;
}

function choicesOf(name, facet) {
  const choices = facet.map((each) => {
    const value = each.value ?? each.slug ?? each.id;
    return { ...each, value, label: each.name ?? TYPES[value]?.[1] ?? value.replaceAll("_", " ") };
  });
  // What narrows the list can be taken off, also where it leaves nothing.
  const value = state[name];
  if (value && !choices.some((each) => each.value === value)) choices.push({ value, label: value, count: 0 });
  return choices;
}

function drawnGroup(name, choices) {
  const heading = element("p", { id: `filter-${name}` }, FILTERS[name]);
  const buttons = choices.map((choice) => drawnFilter(name, choice));
  return element("div", { role: "group", "aria-labelledby": heading.id }, heading, ...buttons);
}

function showFilters(facets) {
  const focused = document.activeElement?.dataset.filter;
  const groups = Object.keys(FILTERS).map((name) => drawnGroup(name, choicesOf(name, facets[name] ?? [])));
  place("facets").replaceChildren(...groups.filter((group) => group.querySelector("button")));
  if (focused) place("facets").querySelector(`[data-filter="${CSS.escape(focused)}"]`)?.focus();
}

/** For developers, which request it was; percent-encoded, Arabic and Chinese could not be read. */
function showAsked(id, url) {
  Object.assign(place(id), { href: url, textContent: decodeURI(url.pathname + url.search) });
  for (const part of [place("asked"), place(id).closest("p")]) part.hidden = false;
  return url;
}

// Searching

function search(afterMs = 0) {
  const failed = (trouble) => { show({ query: state, results: [] }); complain(trouble, search); };
  results.setAttribute("aria-busy", "true");
  searching.ask(searchAddress, { afterMs, answered: showFound, failed });
}

function searchAddress() {
  keepInAddress();
  return showAsked("asked-search", address("search/", state));
}

function keepInAddress() {
  const shown = Object.entries(state).filter(([, value]) => value);
  history.replaceState(null, "", `${location.pathname}?${new URLSearchParams(shown)}`);
}

function showFound(answer) {
  show(answer);
  const { q, locale } = answer.query;
  const about = [" for “", words(q, locale), "” ", inLanguage(locale)];
  const hint = Object.keys(FILTERS).some((name) => state[name]) ? "take off a filter, " : "";
  const advice = `. Check the spelling, use fewer words, ${hint}or choose another language.`;
  if (answer.results.length) told.replaceChildren(number(answer.count), ...about);
  else told.replaceChildren("Nothing found", ...about, advice);
}

function number(count) {
  if (count === null) return "more than 10,000 results";
  return count === 1 ? "1 result" : `${count} results`;
}

/** Puts an answer in the place of the one before. */
function show({ query, results: found, facets = {}, next: following = null }) {
  complain(null);
  told.replaceChildren();
  results.removeAttribute("aria-busy");
  Object.assign(results, spoken(query.locale));
  results.querySelector("ol").replaceChildren(...found.map(drawnResult));
  showFilters(facets);
  showCorrections(query);
  showNext(following);
}

function showCorrections({ corrections = [], locale }) {
  const sentences = corrections.map(({ typed, read_as: readAs }) => {
    const read = readAs.flatMap((each, index) => [index ? " or “" : "“", words(each, locale), "”"]);
    return element("span", {}, "Showing results for ", ...read, " (typed: “", words(typed, locale), "”). ");
  });
  place("corrected").replaceChildren(...sentences);
}

function showNext(following) {
  next = following;
  place("more").hidden = !next;
}

function showMore() {
  const answered = (answer) => {
    complain(null);
    const added = answer.results.map(drawnResult);
    results.querySelector("ol").append(...added);
    showNext(answer.next);
    told.textContent = `Showing ${results.querySelectorAll("li").length} of ${number(answer.count)}`;
    added[0]?.querySelector("a").focus();
  };
  const failed = (trouble) => complain(trouble, showMore);
  searching.ask(() => showAsked("asked-search", here(next)), { answered, failed });
}

/** Says what is wrong and what can be done; null takes it back. */
function complain(trouble, repeat = null) {
  again = repeat;
  place("trouble").replaceChildren();
  if (!trouble) return;
  forget();
  place("trouble").append(element("p", {}, trouble.message));
  if (trouble.help === "wait") return repeat();
  if (trouble.help === "else") return;
  const button = element("button", { type: "button" }, "Try again");
  button.addEventListener("click", () => repeat());
  place("trouble").append(button);
}

function clear() {
  searching.stop();
  Object.assign(state, { type: "", topic: "", specialty: "" });
  show({ query: state, results: [] });
  for (const part of [place("asked"), ...place("asked").querySelectorAll("p")]) part.hidden = true;
  keepInAddress();
}

// The combobox

const chosen = () => list.querySelector("[aria-selected=true]");

function open(isOpen) {
  activate(null);
  list.hidden = !isOpen;
  field.setAttribute("aria-expanded", isOpen);
  if (!isOpen) place("suggested").textContent = "";
}

function activate(option) {
  chosen()?.setAttribute("aria-selected", "false");
  field.removeAttribute("aria-activedescendant");
  if (!option) return;
  option.setAttribute("aria-selected", "true");
  option.scrollIntoView({ block: "nearest" });
  field.setAttribute("aria-activedescendant", option.id);
}

function step(by) {
  if (list.hidden) open(list.children.length > 0);
  if (!list.children.length && state.q) return suggest();
  const options = [...list.children];
  const at = options.indexOf(chosen());
  activate(at < 0 ? options.at(by > 0 ? 0 : -1) : options[(at + by + options.length) % options.length]);
}

function suggest() {
  const { q, locale, type } = state;
  const url = () => showAsked("asked-suggest", address("search/suggest/", { q, locale, type }));
  // What goes wrong is said once, by the search itself.
  suggesting.ask(url, { afterMs: SUGGEST_AFTER_MS, answered: offer, failed: forget });
}

function offer({ results: suggestions }) {
  list.replaceChildren(...suggestions.map(drawnSuggestion));
  open(suggestions.length > 0 && document.activeElement === field);
  const count = suggestions.length === 1 ? "1 suggestion" : `${suggestions.length} suggestions`;
  if (!list.hidden) place("suggested").textContent = `${count}. Use the arrow keys to choose.`;
}

function drawnSuggestion({ text, html, kind, name, locale, dir }, index) {
  const notes = [KINDS[kind], locale === state.locale ? null : inLanguage(locale)].filter(Boolean).join(", ");
  const about = [text === name ? "" : element("bdi", {}, name), notes && words(notes)].filter(Boolean);
  const option = { id: `suggestion-${index}`, role: "option", "aria-selected": false, "data-text": text };
  return element("li", { ...option, lang: locale, dir },
    element("span", {}, marked(html)), ...about.map((each) => element("small", {}, " · ", each)));
}

function forget() {
  suggesting.stop();
  list.replaceChildren();
  open(false);
}

function typed() {
  state.q = field.value.trim();
  if (!state.q) return empty();
  suggest();
  search(SEARCH_AFTER_MS);
}

function empty() {
  field.value = "";
  state.q = "";
  forget();
  clear();
}

/** Searches at once for what the field holds. */
function decide(text = field.value) {
  field.value = text;
  state.q = text.trim();
  forget();
  if (state.q) search();
}

/** Each says whether the key has done its work; else it does what it does in any field. */
const KEYS = {
  ArrowDown: (event) => { if (event.altKey) open(list.children.length > 0); else step(1); return true; },
  ArrowUp: (event) => { if (event.altKey) open(false); else step(-1); return true; },
  ArrowLeft: () => activate(null),
  ArrowRight: () => activate(null),
  Home: () => activate(null),
  End: () => activate(null),
  Enter: () => { const option = chosen(); if (option) decide(option.dataset.text); return option; },
  Escape: () => { suggesting.stop(); if (list.hidden) empty(); else open(false); return true; },
};

field.addEventListener("keydown", (event) => {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (KEYS[event.key]?.(event)) event.preventDefault();
});
field.addEventListener("input", (event) => {
  if (!event.isComposing || !COMPOSED.test(state.locale)) typed();
});
field.addEventListener("compositionend", typed);
field.addEventListener("blur", () => open(false));
// The field keeps the focus while somebody points at a suggestion.
list.addEventListener("mousedown", (event) => event.preventDefault());
list.addEventListener("click", (event) => {
  const option = event.target.closest("[role=option]");
  if (option) decide(option.dataset.text);
});
place("search").addEventListener("submit", (event) => {
  event.preventDefault();
  decide();
});
place("more").addEventListener("click", showMore);
place("locale").addEventListener("change", (event) => {
  speak(event.target.value);
  keepInAddress();
  decide();
});
addEventListener("online", () => again?.());

// Starting

function speak(locale) {
  state.locale = locale;
  Object.assign(field, spoken(locale));
  list.dir = field.dir;
}

function offerLocales({ results: offered }) {
  for (const locale of offered) locales.set(locale.tag, locale);
  const options = offered.map(({ tag, native_name: name }) => element("option", { value: tag, lang: tag }, name));
  const wanted = offered.find(({ tag }) => tag.toLowerCase() === state.locale.toLowerCase()) ?? offered[0];
  place("locale").replaceChildren(...options);
  Object.assign(place("locale"), { disabled: false, value: wanted.tag });
  speak(wanted.tag);
}

function start() {
  const answered = (answer) => {
    complain(null);
    offerLocales(answer);
    decide();
  };
  starting.ask(() => address("locales/", {}), { answered, failed: (trouble) => complain(trouble, start) });
}

for (const [name, value] of new URLSearchParams(location.search)) if (name in state) state[name] = value;
field.value = state.q;
start();
