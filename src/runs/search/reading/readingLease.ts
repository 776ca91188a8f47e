import * as z from "zod";
import { readAs } from "../../../base/stored.ts";
import type { RunIndex } from "../runIndex.ts";

/** After so long without news, another window may continue; milliseconds. */
const limit = 30_000;
const name = "reading";

const leaseSchema = z.object({
  /** The window that reads. */
  owner: z.string(),
  /** Until when nobody else reads, in milliseconds since the epoch. */
  until: z.number(),
  /** Whether another window asked it to stop. */
  stop: z.boolean().default(false),
  /** Whether nobody asked for the reading: it gives way to one that a person began. */
  isBackground: z.boolean().default(false),
  runs: z.number().default(0),
  perSecond: z.number().default(0),
  retryAt: z.number().optional(),
});

/** What a window has read so far. */
export type LeaseNews = Pick<z.infer<typeof leaseSchema>, "runs" | "perSecond" | "retryAt">;
type Lease = z.infer<typeof leaseSchema>;

/** One of all windows reads runs into an index. */
export class ReadingLease {
  readonly #index: Pick<RunIndex, "state" | "exchange">;
  readonly #owner: string;
  readonly #now: () => number;
  readonly #isBackground: boolean;

  /** @param owner unlike that of any other window @param now milliseconds since the epoch */
  constructor(index: Pick<RunIndex, "state" | "exchange">, owner: string, now: () => number, isBackground = false) {
    this.#isBackground = isBackground;
    this.#index = index;
    this.#owner = owner;
    this.#now = now;
  }

  /** What the window says that reads now for a person; `undefined` if none does. */
  async holder(): Promise<(LeaseNews & { isHere: boolean }) | undefined> {
    const { lease } = await this.#read();
    if (!lease || lease.isBackground || lease.until < this.#now()) return undefined;
    const { owner, runs, perSecond, retryAt } = lease;
    return { isHere: owner === this.#owner, runs, perSecond, ...(retryAt === undefined ? {} : { retryAt }) };
  }

  /** @returns whether this window reads now, and no other one */
  take(): Promise<boolean> {
    const begun = { runs: 0, perSecond: 0 };
    const isOfOther = (lease: Lease): boolean =>
      lease.owner !== this.#owner && lease.until >= this.#now() && (this.#isBackground || !lease.isBackground);
    return this.#change((lease) => (lease && isOfOther(lease) ? undefined : this.#mine(begun)));
  }

  /** Keeps the lease. @returns `false` when this window has to stop: it was asked to, or was silent for too long */
  keep(news: LeaseNews): Promise<boolean> {
    return this.#change((lease) => (lease?.owner === this.#owner && !lease.stop ? this.#mine(news) : undefined));
  }

  async release(): Promise<void> {
    await this.#change((lease) => (lease?.owner === this.#owner ? "none" : undefined));
  }

  /** Asks whichever window reads to stop. */
  async askToStop(): Promise<void> {
    await this.#change((lease) => lease && { ...lease, stop: true });
  }

  #mine(news: LeaseNews): Lease {
    const until = this.#now() + limit;
    return { ...news, owner: this.#owner, until, stop: false, isBackground: this.#isBackground };
  }

  /** @param change gives `undefined` for no change @returns whether there was one */
  async #change(change: (lease: Lease | undefined) => Lease | "none" | undefined): Promise<boolean> {
    for (;;) {
      const { text, lease } = await this.#read();
      const next = change(lease);
      if (next === undefined) return false;
      const written = next === "none" ? undefined : JSON.stringify(next);
      // Another window may have changed it meanwhile.
      if (await this.#index.exchange(name, text, written)) return true;
    }
  }

  async #read(): Promise<{ text: string | undefined; lease: Lease | undefined }> {
    const text = await this.#index.state(name);
    return { text, lease: text === undefined ? undefined : readAs(leaseSchema, JSON.parse(text)) };
  }
}
