/** Follows the change feed: from nothing to all that is live, and on from there, through kills and restored backups. */

import { Refused, type Client, type Schemas } from "./client.js";
import { forgetOpened, keyOf, type Held, type Store } from "./store.js";

type Change = Schemas["Change"];
type Feed = Schemas["ChangeFeed"];

/** Saves after each page; who is stopped goes on with the page that was not saved. Throws what the client throws. */
export async function sync(client: Client, store: Store, onChange: (change: Change) => void): Promise<Held> {
  const held = await store.load();
  held.locales = (await client.get("/api/v1/locales/", {})).results;
  for (;;) {
    const page = await nextPage(client, held);
    if (page === "feed-reset") {
      beginAnew(held);
      continue;
    }
    for (const change of page.changes) {
      apply(held, change);
      onChange(change);
    }
    held.cursor = page.next_cursor;
    if (!page.has_more) {
      dropDoubtful(held);
      held.syncedAt = new Date().toISOString();
    }
    await store.save(held);
    if (!page.has_more) {
      return held;
    }
  }
}

async function nextPage(client: Client, held: Held): Promise<Feed | "feed-reset"> {
  const place = held.cursor === null ? {} : { cursor: held.cursor };
  try {
    return await client.get("/api/v1/changes/", { query: { include: "document", ...place } });
  } catch (error) {
    if (error instanceof Refused && error.slug === "feed-reset") {
      return "feed-reset";
    }
    throw error;
  }
}

/** All that is held stays readable until the feed has said everything again. */
function beginAnew(held: Held): void {
  held.cursor = null;
  held.doubtful = Object.keys(held.documents);
}

function apply(held: Held, change: Change): void {
  const key = keyOf(change.id, change.locale);
  held.doubtful = held.doubtful.filter((each) => each !== key);
  forgetOpened(held, change.id);
  if (change.event === "gone") {
    delete held.documents[key];
  } else if (change.document) {
    // Where there is no document, a later change tells a newer one.
    held.documents[key] = change.document;
  }
}

function dropDoubtful(held: Held): void {
  for (const key of held.doubtful) {
    const dropped = held.documents[key];
    delete held.documents[key];
    if (dropped) {
      forgetOpened(held, dropped.id);
    }
  }
  held.doubtful = [];
}
