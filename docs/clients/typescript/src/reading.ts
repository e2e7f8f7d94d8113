/** Puts a condition into lines for a terminal, with all that a reader has to be told beside it. */

import type { Condition, Locale, Schemas } from "./client.js";

type Direction = Condition["dir"];

const START = { ltr: "\u2066", rtl: "\u2067" } as const;
const END = "\u2069";

/** Text that keeps its own direction, whatever stands around it (Unicode's isolates). */
export function isolated(text: string, direction: Direction): string {
  return START[direction] + text + END;
}

/** `asked` is the locale that the reader wants; `locales` may be empty, then languages go by their tags. */
export function lines(condition: Condition, asked: string, locales: Locale[]): string[] {
  const names = new Map(locales.map((locale) => [locale.tag, locale.native_name]));
  const language = (tag: Locale["tag"]): string => names.get(tag) ?? tag;
  return [
    isolated(condition.name, condition.dir),
    ...warnings(condition, asked, language).map((warning) => `  ! ${warning}`),
    ...condition.notices.map((notice) => `  [${notice.kind}] ${isolated(notice.text, directionOf(condition, notice.locale))}`),
    "",
    isolated(condition.summary, condition.dir),
    ...condition.sections.flatMap(section),
    "",
    ...rights(condition.rights, condition.dir),
  ];
}

/** What keeps a text from being the current one in the reader's language. */
function warnings(condition: Condition, asked: string, language: (tag: Locale["tag"]) => string): string[] {
  const { translation, review } = condition;
  const told: string[] = [];
  const wanted = condition.alternates.find((each) => each.locale.toLowerCase() === asked.toLowerCase());
  if (wanted && wanted.locale !== condition.locale) {
    const why = wanted.status === "withdrawn" ? "was withdrawn by the publisher" : "is not there";
    told.push(`The text in ${language(wanted.locale)} ${why}; this is ${language(condition.locale)}.`);
  }
  for (const { part, locale } of condition.fallbacks) {
    told.push(`In ${language(locale)}: ${part}.`);
  }
  if (translation.status === "outdated") {
    const since = translation.outdated_since?.slice(0, 10) ?? "an unknown day";
    told.push(`The ${language(translation.source_locale)} text has changed since this was translated (${since}).`);
  }
  if (review.status === "overdue") {
    told.push(`The medical review has been due since ${review.due ?? "an unknown day"}.`);
  } else if (review.status === "never") {
    told.push("This was never reviewed by a clinician.");
  }
  return [...told, ...earlier(condition.superseded)];
}

function earlier(superseded: Schemas["Superseded"] | null): string[] {
  if (superseded === null) {
    return [];
  }
  const by = superseded.by_version === null ? "This is no longer published." : `Version ${superseded.by_version} has replaced this.`;
  const why = superseded.reason === null ? "" : ` (${superseded.reason})`;
  return [by, ...(superseded.withdrawn ? [`Do not rely on it: it was withdrawn${why}.`] : [])];
}

function section(part: Schemas["Section"]): string[] {
  const urgencies = new Map<string, string>();
  for (const block of part.blocks) {
    if (block.type === "callout") {
      urgencies.set(block.value.title, block.value.urgency);
    }
  }
  const marked = part.plain_text.split("\n").map((text) => {
    const urgency = urgencies.get(text);
    return (urgency ? `[${urgency}] ` : "") + isolated(text, part.dir);
  });
  return ["", `== ${isolated(part.heading, part.dir)}`, ...marked];
}

function rights({ publisher, license, attribution_text }: Schemas["Rights"], direction: Direction): string[] {
  return [publisher, attribution_text, license].filter((text) => text !== null).map((text) => isolated(text, direction));
}

function directionOf(condition: Condition, locale: Locale["tag"]): Direction {
  return condition.alternates.find((each) => each.locale === locale)?.dir ?? condition.dir;
}
