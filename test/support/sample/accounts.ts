import { randomBytes } from "node:crypto";

/** An account that a user has to link before the agent can work for them, as the API returns it. */
interface Requirement {
  id: string;
  type: "connection" | "pipedream_account";
  name: string;
  workflow_id: string;
  form: { title: string; description: string };
  spec: { type: string; data: Record<string, string> };
}

const workflow = "0b7f6c52-3a1e-4c55-9a57-2d1f6a3e9b10";
const mailbox: Requirement = {
  id: "2f9d1c3a-6b54-4f0e-8d3c-7a1b2c3d4e5f",
  type: "pipedream_account",
  name: "mailbox",
  workflow_id: workflow,
  form: { title: "Gmail", description: "Read and answer the mail of the support mailbox" },
  spec: { type: "pipedream_account", data: { app_slug: "gmail" } },
};
const crm: Requirement = {
  id: "7c1e0a92-5d38-4b7f-a6c4-1e2d3c4b5a69",
  type: "connection",
  name: "crm_key",
  workflow_id: workflow,
  form: { title: "CRM key", description: "Read access to your CRM" },
  spec: { type: "connection", data: { type: "dynamiq.connections.HttpApiKey" } },
};

/** In milliseconds: a day. */
const lifetime = 24 * 60 * 60 * 1_000;

/** The users who have linked their accounts. A user whose id begins with `new-` has to open the Connect Page first. */
export class Accounts {
  readonly all: readonly Requirement[] = [mailbox, crm];
  readonly #linked = new Set<string>();
  readonly #tokens = new Map<string, { userId: string; expiresAt: number }>();

  /** The accounts that a user hasn't linked: Gmail, and with an id that begins with `new-team-` a CRM key, too. */
  missing(userId: string): readonly Requirement[] {
    if (this.#linked.has(userId) || !userId.startsWith("new-")) return [];
    return userId.startsWith("new-team-") ? [mailbox, crm] : [mailbox];
  }

  /** @param now milliseconds since the epoch */
  createToken(userId: string, now: number): { token: string; expiresAt: number } {
    const token = randomBytes(32).toString("base64url");
    const expiresAt = now + lifetime;
    this.#tokens.set(token, { userId, expiresAt });
    return { token, expiresAt };
  }

  /** Links the missing accounts. @returns the user and the accounts; `undefined` for an unknown or expired token */
  link(token: string, now: number): { userId: string; titles: readonly string[] } | undefined {
    const known = this.#tokens.get(token);
    if (!known || known.expiresAt <= now) return undefined;
    const titles = this.missing(known.userId).map(({ form }) => form.title);
    this.#linked.add(known.userId);
    return { userId: known.userId, titles };
  }
}
