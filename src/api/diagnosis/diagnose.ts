import type { Socket } from "node:net";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { TLSSocket } from "node:tls";
import { checkAccessKey, isPersonalToken } from "../../model/accessKey.ts";
import type { ApiErrorKind } from "../../model/errorKinds.ts";
import { parseBaseUrl } from "../baseUrl.ts";
import { type ApiError, isApiError } from "../errors.ts";
import { trustOf } from "../http/dispatchers.ts";
import { chooseProxy, type Environment, type NetworkSettings } from "../http/proxy.ts";
import { Transport, type TransportSettings } from "../http/transport.ts";
import { readJson } from "../readJson.ts";
import { pageSchema } from "../schemas.ts";
import { lookAt } from "./certificate.ts";
import {
  type Diagnosis,
  type DiagnosisCause,
  type DiagnosisFacts,
  type DiagnosisStep,
  Obstacle,
  type StepName,
} from "./diagnosis.ts";
import { type NextHop, nextHop, openTunnel } from "./proxySteps.ts";
import { addressesOf, openSocket, type TimeLimit, shakeHands, TimeoutError } from "./reach.ts";

export interface DiagnosisOptions {
  baseUrl: string;
  /** Reads the access key, `undefined` for a public app. @throws when it can't be read, which the diagnosis reports */
  readKey: () => Promise<string | undefined>;
  network: NetworkSettings;
  environment: Environment;
  userAgent?: string;
  signal: AbortSignal;
  /** Called when a step begins. */
  onStep?: (name: StepName) => void;
  /** For each step, in milliseconds; 10 s by default. */
  timeout?: number;
  /** A step that takes at least so many milliseconds counts as slow; 2 s by default. */
  slowAfter?: number;
}

interface Outcome<T> {
  value: T;
  said: string;
  state?: "doubtful";
}

/** In milliseconds. */
const slowByDefault = 2_000;

/**
 * Connects step by step and reports the step that fails. The client itself sends the key, in the last step, and never
 * over a connection that isn't trusted. @throws the signal's reason, and nothing else
 */
export async function diagnose(options: DiagnosisOptions): Promise<Diagnosis> {
  const { signal, network, timeout = 10_000, slowAfter = slowByDefault } = options;
  const target = new URL(parseBaseUrl(options.baseUrl));
  const limit: TimeLimit = { timeout, signal };
  const steps: DiagnosisStep[] = [];
  const facts: DiagnosisFacts = { host: target.host };

  const step = stepsInto(steps, options);
  const opened: Socket[] = [];
  try {
    const key = await step("Access key", () => checkKey(options.readKey, target.origin), false);
    const choice = chooseProxy(target, network, options.environment);
    const hop = await step("Proxy", () => nextHop(target, choice, facts), false);
    await step("Host name", () => findHost(hop, limit));
    const socket = await step("Connection", () => openConnection(hop, limit));
    opened.push(socket);
    const trust = target.protocol === "https:" ? trustOf(network) : undefined;
    let way = socket;
    if (hop.proxy) {
      const { proxy } = hop;
      way = await step("Tunnel", () => openTunnel(socket, proxy, target, { network, trust, limit, facts }));
      opened.push(way);
    }
    if (trust) {
      await step("Certificate", async () => {
        const secured = await shakeHands(way, target.hostname, trust, limit).catch((error: unknown) => {
          throw new Obstacle("tls", `the TLS handshake failed: ${systemWords(error)}`);
        });
        opened.push(secured);
        return checkCertificate(secured, network.strictSSL !== false, facts);
      });
    }
    await step("Response", () => askApp(options, key, limit, facts));
    const slowest = steps.filter(({ ms }) => (ms ?? 0) >= slowAfter).toSorted((a, b) => (b.ms ?? 0) - (a.ms ?? 0))[0];
    if (slowest) facts.slowest = slowest.name;
    return { cause: slowest ? "slow" : "none", steps, facts };
  } catch (error) {
    signal.throwIfAborted();
    return {
      cause: error instanceof Obstacle ? error.found : "broken",
      steps: [...steps, ...untried(steps, target)],
      facts,
    };
  } finally {
    // Node may still be inside the handshake. Destroying its socket there would crash the process.
    await nextTurn();
    for (const socket of opened.reverse()) socket.on("error", () => undefined).destroy();
  }
}

/** Runs a step and returns its value. @throws what the step threw */
type RunStep = <T>(name: StepName, run: () => Outcome<T> | Promise<Outcome<T>>, isNetwork?: boolean) => Promise<T>;

/** Records the result of each step. A step that doesn't use the network has no time. */
function stepsInto(steps: DiagnosisStep[], { signal, onStep, slowAfter = slowByDefault }: DiagnosisOptions): RunStep {
  return async (name, run, isNetwork = true) => {
    signal.throwIfAborted();
    onStep?.(name);
    const start = performance.now();
    const measured = (): { ms?: number } => (isNetwork ? { ms: performance.now() - start } : {});
    try {
      const { value, said, state } = await run();
      const { ms } = measured();
      const isSlow = ms !== undefined && ms >= slowAfter;
      steps.push({ name, state: state ?? (isSlow ? "doubtful" : "fine"), said, ms });
      return value;
    } catch (error) {
      signal.throwIfAborted();
      const said = error instanceof Error ? error.message : String(error);
      steps.push({ name, state: "failed", said, ...measured() });
      throw error;
    }
  };
}

function checkCertificate(secured: TLSSocket, isStrict: boolean, facts: DiagnosisFacts): Outcome<undefined> {
  const { issuer, names, validTo, problem } = lookAt(secured);
  facts.issuer = issuer;
  if (!problem) {
    const said = `for ${names}, signed by ${issuer}, valid to ${validTo}; ${secured.getProtocol()}`;
    return { value: undefined, said };
  }
  if (isStrict) throw new Obstacle(problem.cause, problem.said);
  return { value: undefined, said: `${problem.said}; accepted because http.proxyStrictSSL is off`, state: "doubtful" };
}

async function findHost(hop: NextHop, limit: TimeLimit): Promise<Outcome<undefined>> {
  try {
    const addresses = await addressesOf(hop.hostname, limit);
    const isAddress = addresses.includes(hop.hostname.replace(/^\[|\]$/g, ""));
    return {
      value: undefined,
      said: isAddress ? "already an address" : `${hop.hostname} is ${addresses.slice(0, 4).join(", ")}`,
    };
  } catch (error) {
    throw new Obstacle(
      hop.proxy ? "proxy-not-found" : "host-not-found",
      `${hop.hostname} was not found: ${systemWords(error)}`,
    );
  }
}

async function openConnection(hop: NextHop, limit: TimeLimit): Promise<Outcome<Socket>> {
  const where = `${hop.hostname}:${hop.port}`;
  try {
    return { value: await openSocket(hop, limit), said: `${where} accepted the connection` };
  } catch (error) {
    const isRefused = codeOf(error) === "ECONNREFUSED";
    const cause = hop.proxy ? "proxy-unreachable" : isRefused ? "refused" : "unreachable";
    throw new Obstacle(
      cause,
      isRefused
        ? `${where} refused the connection: no server is listening`
        : `connecting to ${where} failed: ${systemWords(error)}`,
    );
  }
}

const allSteps: readonly StepName[] = [
  "Access key",
  "Proxy",
  "Host name",
  "Connection",
  "Tunnel",
  "Certificate",
  "Response",
];

function untried(steps: readonly DiagnosisStep[], target: URL): DiagnosisStep[] {
  const last = steps.at(-1);
  const rest = allSteps.slice(last ? allSteps.indexOf(last.name) + 1 : 0);
  const isWanted = (name: StepName): boolean =>
    name === "Certificate" ? target.protocol === "https:" : name !== "Tunnel";
  return rest.filter(isWanted).map((name) => ({ name, state: "untried", said: "not tried" }));
}

/** The system's own error code if there is one: a person can search for it. */
function systemWords(error: unknown): string {
  if (error instanceof TimeoutError) return error.message;
  return codeOf(error) ?? (error instanceof Error ? error.message : String(error));
}

function codeOf(error: unknown): string | undefined {
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  const code: unknown = first instanceof Error && "code" in first ? first.code : undefined;
  return typeof code === "string" ? code : undefined;
}

/** Lists one run as the explorer does, once. */
async function askApp(
  settings: Pick<TransportSettings, "baseUrl" | "network" | "environment" | "userAgent">,
  accessKey: string | undefined,
  { timeout, signal }: TimeLimit,
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
  "plan-limit": "plan-limit",
  server: "server",
  tls: "tls",
  network: "broken",
  timeout: "broken",
  invalid: "wrong-host",
  "too-large": "wrong-host",
  aborted: "broken",
};

/** Checks the key without sending it. */
async function checkKey(
  readKey: () => Promise<string | undefined>,
  origin: string,
): Promise<{ value: string | undefined; said: string; state?: "doubtful" }> {
  let key: string | undefined;
  try {
    key = await readKey();
  } catch (error) {
    throw new Obstacle("key-unreadable", error instanceof Error ? error.message : String(error));
  }
  if (key === undefined) return { value: undefined, said: "none: the connection is for a public app" };
  if (isPersonalToken(key))
    throw new Obstacle("personal-token", "a personal access token, which apps reject; it wasn't sent");
  const check = checkAccessKey(key);
  if (!check.ok) throw new Obstacle("key-unreadable", check.reason);
  if (!key.startsWith("dynamiq_acc_")) {
    return { value: key, said: `saved for ${origin}, but it doesn't begin with dynamiq_acc_`, state: "doubtful" };
  }
  return { value: key, said: `saved for ${origin}; it has the access-key prefix` };
}
