import type { Socket } from "node:net";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { TLSSocket } from "node:tls";
import { parseBaseUrl } from "#api/baseUrl.ts";
import { type ApiError, isApiError } from "#api/errors.ts";
import { trustOf } from "#api/http/dispatchers.ts";
import { chooseProxy, type Environment, type NetworkSettings } from "#api/http/proxy.ts";
import { Transport } from "#api/http/transport.ts";
import { readJson } from "#api/readJson.ts";
import { pageSchema } from "#api/schemas.ts";
import { codeOf, messageOf } from "#base/thrown.ts";
import { checkAccessKey, isPersonalToken } from "#model/accessKey.ts";
import type { ApiErrorKind } from "#model/errorKinds.ts";
import { type DiagnosisCause, type DiagnosisFacts, type StepName, stepNames, type TimedStep } from "./advice.ts";
import { lookAt } from "./certificate.ts";
import { type Diagnosis, type DiagnosisStep, Obstacle, type Say } from "./diagnosis.ts";
import { type NextHop, nextHop, openTunnel } from "./proxySteps.ts";
import { addressesOf, openSocket, shakeHands } from "./reach.ts";

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

/**
 * Connects step by step and reports the step that fails. The client itself sends the key, in the last step, and never
 * over a connection that isn't trusted. @throws the signal's reason, and nothing else
 */
export async function diagnose(options: DiagnosisOptions): Promise<Diagnosis> {
  const { signal, network, slowAfter = 2_000 } = options;
  const target = new URL(parseBaseUrl(options.baseUrl));
  const steps: DiagnosisStep[] = [];
  const facts: DiagnosisFacts = { host: target.host };
  const step = stepsInto(steps, slowAfter, options);
  const opened: Socket[] = [];
  try {
    const key = await step("Access key", (say) => checkKey(options.readKey, target.origin, say));
    const choice = chooseProxy(target, network, options.environment);
    const hop = await step("Proxy", (say) => nextHop(target, choice, facts, say));
    await step("Host name", (say, limit) => findHost(hop, say, limit));
    const socket = await step("Connection", (say, limit) => openConnection(hop, say, limit));
    opened.push(socket);
    const trust = target.protocol === "https:" ? trustOf(network) : undefined;
    let way = socket;
    if (hop.proxy) {
      const { proxy } = hop;
      way = await step("Tunnel", (say, limit) =>
        openTunnel(socket, proxy, target, { network, trust, facts, say, limit }),
      );
      opened.push(way);
    }
    if (trust) {
      await step("Certificate", async (say, limit) => {
        const secured = await shakeHands(way, target.hostname, trust, limit).catch((error: unknown) => {
          throw new Obstacle("tls", `the TLS handshake failed: ${systemWords(error)}`);
        });
        opened.push(secured);
        checkCertificate(secured, network.strictSSL !== false, facts, say);
      });
    }
    await step("Response", (say) => askApp(options, key, facts, say));
    const slow = steps.filter(({ ms = 0 }) => ms >= slowAfter).toSorted((a, b) => (b.ms ?? 0) - (a.ms ?? 0));
    [facts.slowest] = slow.map(({ name }) => name).filter(isTimed);
    return { cause: facts.slowest ? "slow" : "none", steps, facts };
  } catch (error) {
    signal.throwIfAborted();
    const cause = error instanceof Obstacle ? error.found : "broken";
    return { cause, steps: [...steps, ...untried(steps, target)], facts };
  } finally {
    // Node may still be inside the handshake. Destroying its socket there would crash the process.
    await nextTurn();
    for (const socket of opened.reverse()) socket.on("error", () => undefined).destroy();
  }
}

/** Runs a step, which says how it went, until its limit. @returns its result @throws what the step threw */
type RunStep = <T>(name: StepName, run: (say: Say, limit: AbortSignal) => T | Promise<T>) => Promise<T>;

function isTimed(name: StepName): name is TimedStep {
  return name !== "Access key" && name !== "Proxy";
}

function stepsInto(
  steps: DiagnosisStep[],
  slowAfter: number,
  { signal, onStep, timeout = 10_000 }: DiagnosisOptions,
): RunStep {
  return async (name, run) => {
    signal.throwIfAborted();
    onStep?.(name);
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(new Error(`no response within ${timeout / 1_000} seconds`)), timeout);
    const start = performance.now();
    const end = (said: string, state?: DiagnosisStep["state"]): void => {
      const ms = isTimed(name) ? performance.now() - start : undefined;
      const isSlow = ms !== undefined && ms >= slowAfter;
      steps.push({ name, state: state ?? (isSlow ? "doubtful" : "fine"), said, ms });
    };
    try {
      return await run(end, AbortSignal.any([signal, late.signal]));
    } catch (error) {
      signal.throwIfAborted();
      end(messageOf(error), "failed");
      throw error;
    } finally {
      clearTimeout(timer);
    }
  };
}

function checkCertificate(secured: TLSSocket, isStrict: boolean, facts: DiagnosisFacts, say: Say): void {
  const { issuer, names, validTo, problem } = lookAt(secured);
  facts.issuer = issuer;
  if (!problem) say(`for ${names}, signed by ${issuer}, valid until ${validTo}; ${secured.getProtocol()}`);
  else if (isStrict) throw new Obstacle(problem.cause, problem.said);
  else say(`${problem.said}; accepted because http.proxyStrictSSL is off`, "doubtful");
}

async function findHost({ hostname, proxy }: NextHop, say: Say, limit: AbortSignal): Promise<void> {
  const addresses = await addressesOf(hostname, limit).catch((error: unknown) => {
    const cause = proxy ? "proxy-not-found" : "host-not-found";
    throw new Obstacle(cause, `${hostname} was not found: ${systemWords(error)}`);
  });
  const isAddress = addresses.includes(hostname.replace(/^\[|\]$/g, ""));
  say(isAddress ? "already an IP address" : `${hostname} is ${addresses.slice(0, 4).join(", ")}`);
}

async function openConnection(hop: NextHop, say: Say, limit: AbortSignal): Promise<Socket> {
  const where = `${hop.hostname}:${hop.port}`;
  const socket = await openSocket(hop, limit).catch((error: unknown) => {
    const isRefused = codeOf(error) === "ECONNREFUSED";
    const said = isRefused
      ? `${where} refused the connection: no server is listening`
      : `connecting to ${where} failed: ${systemWords(error)}`;
    throw new Obstacle(hop.proxy ? "proxy-unreachable" : isRefused ? "refused" : "unreachable", said);
  });
  say(`${where} accepted the connection`);
  return socket;
}

function untried(steps: readonly DiagnosisStep[], target: URL): DiagnosisStep[] {
  const last = steps.at(-1);
  const rest = stepNames.slice(last ? stepNames.indexOf(last.name) + 1 : 0);
  const isWanted = (name: StepName): boolean =>
    name === "Certificate" ? target.protocol === "https:" : name !== "Tunnel";
  return rest.filter(isWanted).map((name) => ({ name, state: "untried", said: "not tried" }));
}

/** The system's own error code if there is one: a person can search for it. */
function systemWords(error: unknown): string {
  return codeOf(error) ?? messageOf(error);
}

/** Lists one run as the explorer does, once. */
async function askApp(
  { timeout = 10_000, signal, ...settings }: DiagnosisOptions,
  accessKey: string | undefined,
  facts: DiagnosisFacts,
  say: Say,
): Promise<void> {
  const transport = new Transport({ ...settings, accessKey });
  try {
    const limits = { headers: timeout, idle: timeout, refusal: timeout };
    const response = await transport.open({ method: "GET", path: "/v1/runs?page_size=1", limits, signal });
    const { pagination } = await readJson(response, pageSchema);
    say(`the app lists its runs: ${pagination.total_count} in total`);
  } catch (error) {
    if (!isApiError(error)) throw error;
    facts.retryAfter = error.retryAfter;
    const status = error.status === undefined || error.message.includes("HTTP") ? "" : ` (HTTP ${error.status})`;
    throw new Obstacle(causeOf(error), `${error.message}${status}`);
  } finally {
    await transport.close();
  }
}

function causeOf({ kind, status, keyless }: ApiError): DiagnosisCause {
  if (status === 407) return "proxy-authorization";
  return keyless ? "no-key" : causes[kind];
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
async function checkKey(readKey: DiagnosisOptions["readKey"], origin: string, say: Say): Promise<string | undefined> {
  const key = await readKey().catch((error: unknown) => {
    throw new Obstacle("key-unreadable", messageOf(error));
  });
  if (key === undefined) {
    say("none saved (enough for a public app)");
    return undefined;
  }
  if (isPersonalToken(key))
    throw new Obstacle("personal-token", "a personal access token, which apps reject; it wasn't sent");
  const check = checkAccessKey(key);
  if (!check.ok) throw new Obstacle("key-unreadable", check.reason);
  if (key.startsWith("dynamiq_acc_")) say(`saved for ${origin}; it begins with dynamiq_acc_`);
  else say(`saved for ${origin}, but it doesn't begin with dynamiq_acc_`, "doubtful");
  return key;
}
