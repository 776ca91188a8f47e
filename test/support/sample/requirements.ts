import * as z from "zod";
import { unsupportedMediaType } from "#server/http/apiFailure.ts";
import { readJsonObject } from "#server/http/body.ts";
import type { Exchange } from "#server/http/exchange.ts";
import type { Route } from "#server/http/router.ts";
import { checked, textSchema } from "#server/requests/checked.ts";
import type { Accounts } from "./accounts.ts";

const userSchema = z.strictObject({ user_id: textSchema });

/** The accounts that a user has to link, and the page on which they do. */
export function requirementRoutes(accounts: Accounts): Route[] {
  return [
    { method: "GET", path: "/v1/requirements", handle: (exchange) => listAll(accounts, exchange) },
    { method: "GET", path: "/v1/requirements/status", handle: (exchange) => tellStatus(accounts, exchange) },
    { method: "POST", path: "/v1/connect/tokens", handle: (exchange) => createToken(accounts, exchange) },
    { method: "GET", path: "/connect", isOpen: true, handle: (exchange) => connectPage(accounts, exchange) },
  ];
}

/** What the app needs of each of its users. */
function listAll(accounts: Accounts, exchange: Exchange): void {
  exchange.json(200, { data: accounts.all });
}

/** @throws ApiFailure 400 that names each wrong parameter */
function tellStatus(accounts: Accounts, exchange: Exchange): void {
  const { user_id: userId } = checked(userSchema, Object.fromEntries(exchange.query));
  const unsatisfied = accounts.missing(userId);
  exchange.json(200, { status: unsatisfied.length > 0 ? "incomplete" : "complete", unsatisfied });
}

async function createToken(accounts: Accounts, exchange: Exchange): Promise<void> {
  if (exchange.contentType !== "application/json") throw unsupportedMediaType("application/json");
  const body = await readJsonObject(exchange.request);
  const { user_id: userId } = checked(userSchema, body);
  const { token, expiresAt } = accounts.createToken(userId, Date.now());
  const url = `http://${exchange.request.headers.host}/connect?token=${token}`;
  exchange.json(200, { token, url, expires_at: new Date(expiresAt).toISOString() });
}

/** Stands for the hosted page. A browser that opens it links the accounts. */
function connectPage(accounts: Accounts, exchange: Exchange): void {
  const linked = accounts.link(exchange.query.get("token") ?? "", Date.now());
  if (!linked)
    return html(exchange, 403, page("This link is no longer valid", "Open the Connect Page from VS Code again."));
  const { userId, titles } = linked;
  const title =
    titles.length === 0
      ? `Nothing is left to connect for ${userId}`
      : `${titles.join(" and ")} connected for ${userId}`;
  html(exchange, 200, page(title, "This is the sample app's Connect Page. Go back to VS Code and choose Check Again."));
}

function page(title: string, text: string): string {
  const head = `<meta charset="utf-8"><title>${escape(title)}</title><style>body{font:16px system-ui;margin:4em auto;max-width:32em}</style>`;
  return `<!doctype html><html lang="en">${head}<h1>${escape(title)}</h1><p>${escape(text)}</p></html>\n`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)};`);
}

/** A page without scripts and without resources from elsewhere. It sends no referrer. */
function html(exchange: Exchange, status: number, text: string): void {
  exchange.response.writeHead(status, {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
  });
  exchange.response.end(text);
}
