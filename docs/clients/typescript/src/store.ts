/** What is held offline: one JSON file, replaced whole, so that its documents and its cursor always belong together. */

import { open, readFile, rename } from "node:fs/promises";

import type { Answer, Condition, Locale, Schemas } from "./client.js";

export type Document = NonNullable<Schemas["Change"]["document"]>;

/** An answer that was read while there was a network. */
export type Opened = Answer<"/api/v1/conditions/{key}/">;

export interface Held {
  /** Where the feed goes on; null before its beginning. */
  cursor: string | null;
  /** When all was told that there was, ISO 8601; null before the first time. */
  syncedAt: string | null;
  locales: Locale[];
  /** By `keyOf`. */
  documents: Record<string, Document>;
  /** Keys of documents that the feed, begun anew, has not told of yet. */
  doubtful: string[];
  /** By `keyOf` with the locale that was asked for. */
  opened: Record<string, Opened>;
}

export function keyOf(idOrSlug: string, locale: string): string {
  return `${idOrSlug} ${locale}`;
}

export class Store {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  async load(): Promise<Held> {
    const nothing: Held = { cursor: null, syncedAt: null, locales: [], documents: {}, doubtful: [], opened: {} };
    try {
      return { ...nothing, ...(JSON.parse(await readFile(this.#file, "utf8")) as Partial<Held>) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") {
        return nothing;
      }
      throw error;
    }
  }

  /** Whoever is killed here leaves the file as it was before. */
  async save(held: Held): Promise<void> {
    const unfinished = `${this.#file}.unfinished`;
    const file = await open(unfinished, "w");
    try {
      await file.writeFile(JSON.stringify(held));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, this.#file);
  }
}

/** Whatever is held of a content, in every locale. */
export function forget(held: Held, id: string): void {
  for (const [key, document] of Object.entries(held.documents)) {
    if (document.id === id) {
      delete held.documents[key];
    }
  }
  forgetOpened(held, id);
}

/** In every locale: what one says may have been shown to readers of another. */
export function forgetOpened(held: Held, id: string): void {
  for (const [key, opened] of Object.entries(held.opened)) {
    if (opened.body.id === id) {
      delete held.opened[key];
    }
  }
}

/** The locale and those that stand in for it, nearest first. The case of a tag says nothing. */
export function chainOf(held: Held, tag: string): string[] {
  const locale = held.locales.find((each) => each.tag.toLowerCase() === tag.toLowerCase());
  return locale ? [locale.tag, ...locale.chain] : [tag];
}

/** Each condition that is held, in the nearest locale that it is held in. */
export function conditions(held: Held, tag: string): Condition[] {
  const chain = chainOf(held, tag);
  const nearest = new Map<string, Condition>();
  for (const document of Object.values(held.documents)) {
    if (document.type === "condition" && chain.includes(document.locale)) {
      const other = nearest.get(document.id);
      if (!other || chain.indexOf(document.locale) < chain.indexOf(other.locale)) {
        nearest.set(document.id, document);
      }
    }
  }
  return [...nearest.values()].sort((one, other) => one.name.localeCompare(other.name, chain[0]));
}
