/** The command line: reads conditions from the API while it can be reached, and from the offline copy when it can't. */

import { parseArgs } from "node:util";

import { Client, Refused, isAway, type Condition, type Locale } from "./client.js";
import { isolated, lines } from "./reading.js";
import { Store, chainOf, conditions, forget, keyOf, type Held } from "./store.js";
import { sync } from "./sync.js";

const USAGE = `Usage: main.js COMMAND [--api URL] [--store FILE] [--locale TAG] [--version NUMBER]

  list           conditions, from the API
  open SLUG      one condition, from the API; from the offline copy where that can't be reached;
                 with --version as it was
  sync           bring the offline copy up to date
  search TEXT    what answers these words, from the API; conditions in the offline copy that
                 hold them where that can't be reached
  offline        what the offline copy holds

A key, if you have one, goes into the environment as API_KEY.`;

interface Reader {
  client: Client;
  store: Store;
  locale: string;
}

async function list({ client, locale }: Reader): Promise<void> {
  let cursor: string | null = null;
  do {
    const place: { cursor?: string } = cursor === null ? {} : { cursor };
    const page = await client.get("/api/v1/conditions/", { query: { locale: known(locale), limit: 100, ...place } });
    page.results.forEach((card) => entry(card.slug, card.name));
    cursor = page.next === null ? null : new URL(page.next).searchParams.get("cursor");
  } while (cursor !== null);
}

async function openOne(reader: Reader, slug: string): Promise<void> {
  const held = await reader.store.load();
  const copy = conditions(held, reader.locale).find((each) => each.slug === slug) ?? held.opened[keyOf(slug, reader.locale)]?.body;
  try {
    show(await fetched(reader, held, slug), reader.locale, held);
  } catch (error) {
    if (copy && error instanceof Refused && error.slug === "gone") {
      forget(held, copy.id);
      await reader.store.save(held);
    }
    if (!copy || !isAway(error)) {
      throw error;
    }
    say(`The API can't be reached. This copy is of ${held.syncedAt ?? copy.updated_at}; it may have changed since.`);
    show(copy, reader.locale, held);
  }
}

/** What readers of the very locale were once shown; nothing of it is kept. */
async function openEarlier({ client, store, locale }: Reader, slug: string, version: number): Promise<void> {
  const asked = { parts: { key: slug }, query: { locale: known(locale), version } };
  show(await client.get("/api/v1/conditions/{key}/", asked), locale, await store.load());
}

/** The document as it is now, which is the copy where its ETag says so. */
async function fetched({ client, store, locale }: Reader, held: Held, slug: string): Promise<Condition> {
  const key = keyOf(slug, locale);
  const asked = { parts: { key: slug }, query: { locale: known(locale) } };
  const answer = await client.refresh("/api/v1/conditions/{key}/", asked, held.opened[key]);
  held.opened[key] = answer;
  await store.save(held);
  return answer.body;
}

async function follow({ client, store }: Reader): Promise<void> {
  let changes = 0;
  const held = await sync(client, store, (change) => {
    changes += 1;
    const reason = change.gone_reason === null ? "" : ` (${change.gone_reason})`;
    const slug = new URL(change.url).pathname.split("/").at(-2) ?? "";
    say(`${change.event.padEnd(9)} ${change.locale.padEnd(7)} ${change.type} ${decodeURIComponent(slug)}${reason}`);
  });
  say(`${changes} changes; ${Object.keys(held.documents).length} documents held.`);
}

async function search(reader: Reader, text: string): Promise<void> {
  try {
    const query = { q: text, locale: known(reader.locale), type: "condition" } as const;
    const answer = await reader.client.get("/api/v1/search/", { query });
    answer.results.forEach((card) => entry(card.slug, card.name));
    say(`${answer.count ?? "Very many"} found.`);
  } catch (error) {
    if (!isAway(error)) {
      throw error;
    }
    await searchCopy(reader, text);
  }
}

async function searchCopy({ store, locale }: Reader, text: string): Promise<void> {
  const wanted = folded(text).split(/\s+/);
  const held = await store.load();
  const found = conditions(held, locale).filter((condition) => {
    const words = folded(wordsOf(condition));
    return wanted.every((word) => words.includes(word));
  });
  found.forEach((condition) => entry(condition.slug, condition.name, condition.dir));
  say(`${found.length} found in the offline copy.`);
}

async function offline({ store, locale }: Reader): Promise<void> {
  const held = await store.load();
  conditions(held, locale).forEach((condition) => entry(condition.slug, `${condition.name} [${condition.locale}]`, condition.dir));
  say(`${Object.keys(held.documents).length} documents held in all locales, as of ${held.syncedAt ?? "no complete sync yet"}.`);
}

function wordsOf({ name, other_names, summary, sections }: Condition): string {
  return [name, ...other_names.map((other) => other.text), summary, ...sections.map((part) => part.plain_text)].join("\n");
}

/** Without case and accents, Arabic vowel signs among them. */
function folded(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/** The API says which tags there are, in a problem that lists them. */
function known(tag: string): Locale["tag"] {
  return tag as Locale["tag"];
}

function show(condition: Condition, asked: string, held: Held): void {
  say(lines(condition, chainOf(held, asked)[0] ?? asked, held.locales).join("\n"));
}

function entry(slug: string, name: string, direction: Condition["dir"] = "ltr"): void {
  say(`${slug.padEnd(36)} ${isolated(name, direction)}`);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      api: { type: "string", default: "http://127.0.0.1:8000" },
      store: { type: "string", default: "offline.json" },
      locale: { type: "string", default: "en" },
      version: { type: "string" },
    },
  });
  const client = new Client({ origin: values.api, key: process.env["API_KEY"] });
  const reader: Reader = { client, store: new Store(values.store), locale: values.locale };
  const [command, ...rest] = positionals;
  const word = rest.join(" ");
  switch (command) {
    case "list":
      return list(reader);
    case "sync":
      return follow(reader);
    case "offline":
      return offline(reader);
    case "open":
      if (word) {
        return values.version === undefined ? openOne(reader, word) : openEarlier(reader, word, Number(values.version));
      }
      break;
    case "search":
      if (word) {
        return search(reader, word);
      }
  }
  throw new Error(USAGE);
}

// Whoever reads along, such as `head`, may have seen enough.
process.stdout.on("error", () => process.exit());
main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
