/** Asks the API: typed answers, typed problems, no text twice, patience with a busy server. */

import { setTimeout as pause } from "node:timers/promises";

import type { components, paths } from "./api.js";

export type Schemas = components["schemas"];
export type Locale = Schemas["Locale"];
export type Problem = Schemas["Problem"];
export type Condition = Schemas["Condition"];

type Path = keyof paths;
type Parameters<P extends Path> = paths[P]["get"]["parameters"];

/** What an address answers with, by its template in OpenAPI. */
export type Body<P extends Path> = Whole<paths[P]["get"]["responses"][200]["content"]["application/json"]>;

/** Without excerpts, in which any key may be left out: this client does not ask for `fields`. */
type Whole<T> = T extends Required<T> ? T : never;

/** The parts of an address that vary: those in `{}` if it has any, and its query. */
export type Asked<P extends Path> = (Parameters<P> extends { path: infer Parts } ? { parts: Parts } : { parts?: never }) & {
  query?: Omit<NonNullable<Parameters<P>["query"]>, "fields" | "format">;
};

export interface Answer<P extends Path> {
  body: Body<P>;
  /** Null where a proxy has taken it out. */
  etag: string | null;
}

export interface ClientOptions {
  /** Where the API is, such as `https://api.example.org`. */
  origin: string;
  /** Raises the rate; reading needs none. */
  key?: string | undefined;
  timeoutMs?: number;
  /** How often a request is sent at most while the server says that it is busy. */
  attempts?: number;
  /** No wait is longer, whatever the server asks for. */
  longestWaitMs?: number;
}

/** The API said what is wrong. `slug` tells causes apart. */
export class Refused extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(`${problem.title}: ${problem.detail}`);
    this.problem = problem;
  }

  get slug(): string {
    return this.problem.type.split("/").at(-2) ?? "";
  }
}

/** There is no answer: no network, no server, too slow, or something on the way that is not the API. */
export class Unreachable extends Error {}

export class Client {
  readonly #options: Required<Omit<ClientOptions, "key">> & Pick<ClientOptions, "key">;

  constructor(options: ClientOptions) {
    this.#options = { timeoutMs: 20_000, attempts: 4, longestWaitMs: 60_000, ...options };
  }

  /** Throws Refused, Unreachable. */
  async get<P extends Path>(path: P, asked: Asked<P>): Promise<Body<P>> {
    return (await this.refresh(path, asked)).body;
  }

  /** The answer of now, which is `before` itself where nothing has changed. Throws Refused, Unreachable. */
  async refresh<P extends Path>(path: P, asked: Asked<P>, before?: Answer<P>): Promise<Answer<P>> {
    const response = await this.#patiently(this.#url(path, asked), before?.etag ?? null);
    if (response.status === 304 && before) {
      return before;
    }
    if (!response.ok) {
      throw await problemOf(response);
    }
    return { body: (await bodyOf(response)) as Body<P>, etag: response.headers.get("ETag") };
  }

  async #patiently(url: URL, etag: string | null): Promise<Response> {
    for (let attempt = 1; ; attempt++) {
      const response = await this.#fetch(url, etag);
      const isBusy = response.status === 429 || response.status === 503;
      if (!isBusy || attempt >= this.#options.attempts) {
        return response;
      }
      await response.body?.cancel();
      await pause(Math.min(waitMs(response.headers.get("Retry-After")), this.#options.longestWaitMs));
    }
  }

  async #fetch(url: URL, etag: string | null): Promise<Response> {
    const headers = new Headers({ Accept: "application/json" });
    if (etag !== null) {
      headers.set("If-None-Match", etag);
    }
    if (this.#options.key) {
      headers.set("Authorization", `Bearer ${this.#options.key}`);
    }
    try {
      return await fetch(url, { headers, signal: AbortSignal.timeout(this.#options.timeoutMs) });
    } catch (cause) {
      throw new Unreachable(`${url.origin} can't be reached.`, { cause });
    }
  }

  #url<P extends Path>(path: P, asked: Asked<P>): URL {
    const parts = (asked.parts ?? {}) as Partial<Record<string, string>>;
    const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(parts[name] ?? ""));
    const url = new URL(filled, this.#options.origin);
    for (const [name, value] of Object.entries(asked.query ?? {})) {
      if (value !== undefined) {
        url.searchParams.set(name, String(value));
      }
    }
    return url;
  }
}

/** Whether the server may answer the same request later, so that a copy is better than nothing. */
export function isAway(error: unknown): boolean {
  const status = error instanceof Refused ? error.problem.status : 0;
  return error instanceof Unreachable || status === 429 || status >= 500;
}

async function bodyOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch (cause) {
    throw new Unreachable(`The answer of ${response.url} broke off, or is not JSON.`, { cause });
  }
}

async function problemOf(response: Response): Promise<Refused | Unreachable> {
  if (!response.headers.get("Content-Type")?.startsWith("application/problem+json")) {
    return new Unreachable(`${response.url} answered ${response.status}, and not as the API does.`);
  }
  return new Refused((await bodyOf(response)) as Problem);
}

/** Retry-After holds seconds or a date (RFC 9110, 10.2.3); without it a second has to do. */
function waitMs(retryAfter: string | null): number {
  const seconds = retryAfter === null ? 1 : Number(retryAfter);
  const wait = Number.isNaN(seconds) ? Date.parse(retryAfter ?? "") - Date.now() : seconds * 1000;
  return Number.isNaN(wait) ? 1000 : Math.max(wait, 0);
}
