import type { ApiErrorKind } from "../../model/errorKinds.ts";
import { type ApiError, isApiError } from "../errors.ts";
import { Transport, type TransportSettings } from "../http/transport.ts";
import { readJson } from "../readJson.ts";
import { pageSchema } from "../schemas.ts";
import { type DiagnosisCause, type DiagnosisFacts, Obstacle } from "./diagnosis.ts";
import type { Patience } from "./reach.ts";

/** Lists one run as the explorer does, once. */
export async function askApp(
  settings: Pick<TransportSettings, "baseUrl" | "network" | "environment" | "userAgent">,
  accessKey: string | undefined,
  { timeout, signal }: Patience,
  facts: DiagnosisFacts,
): Promise<{ value: undefined; said: string }> {
  const transport = new Transport({ ...settings, accessKey });
  try {
    const limits = { headers: timeout, idle: timeout, refusal: timeout };
    const response = await transport.open({ method: "GET", path: "/v1/runs?page_size=1", limits, signal });
    const { pagination } = await readJson(response, pageSchema);
    const count = pagination.total_count;
    return { value: undefined, said: `the app lists its runs: ${count === 1 ? "it has 1" : `it has ${count}`}` };
  } catch (error) {
    if (!isApiError(error)) throw error;
    if (error.retryAfter !== undefined) facts.retryAfter = error.retryAfter;
    const status = error.status === undefined || error.message.includes("HTTP") ? "" : ` (HTTP ${error.status})`;
    throw new Obstacle(causeOf(error), `${error.message}${status}`);
  } finally {
    await transport.close();
  }
}

function causeOf({ kind, status }: ApiError): DiagnosisCause {
  if (status === 407) return "proxy-authorization";
  return causes[kind];
}

const causes: Record<ApiErrorKind, DiagnosisCause> = {
  auth: "unauthorized",
  forbidden: "forbidden",
  "not-found": "wrong-host",
  protocol: "wrong-host",
  "rate-limited": "rate-limited",
  server: "server",
  tls: "tls",
  network: "broken",
  timeout: "broken",
  invalid: "wrong-host",
  "too-large": "wrong-host",
  aborted: "broken",
};
