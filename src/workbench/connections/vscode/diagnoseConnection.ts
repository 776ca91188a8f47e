import { setTimeout as delay } from "node:timers/promises";
import * as vscode from "vscode";
import type { Environment, NetworkSettings } from "#api/http/proxy.ts";
import { commandIds } from "#host/commandIds.ts";
import { showNews } from "#host/errors/showError.ts";
import type { NextStep } from "#host/errors/userError.ts";
import { extensionId } from "#host/ids.ts";
import { readHttpSettings } from "#host/networkSettings.ts";
import { countOf } from "#model/counts.ts";
import type { UnknownKind } from "#model/unknownKind.ts";
import { unknownKindsSentence } from "#runs/store/unknownKinds.ts";
import type { App } from "#workbench/app.ts";
import { adviceFor, type DiagnosisCause } from "#workbench/connections/core/diagnosis/advice.ts";
import { diagnose } from "#workbench/connections/core/diagnosis/diagnose.ts";
import type { Diagnosis } from "#workbench/connections/core/diagnosis/diagnosis.ts";
import { diagnosisReport } from "#workbench/connections/core/diagnosis/report.ts";
import type { Connection } from "#workbench/core/connections/connection.ts";
import { namedConnection, pickConnection } from "./pickConnection.ts";

type Context = Pick<App, "connections" | "log" | "reports" | "sessions">;

/** Milliseconds. */
const progressDelay = 500;

/**
 * Connects to an app step by step and shows the failing step, in a document that is safe to share.
 * @param argument the connection's id; the active one by default
 * @returns the cause, `none` without a problem, `undefined` when the person canceled
 */
export async function diagnoseConnection(context: Context, argument: unknown): Promise<DiagnosisCause | undefined> {
  const id = namedConnection(context.connections, argument);
  const connection = await pickConnection(context.connections, id, "Diagnose which connection?");
  if (!connection) return undefined;
  const network = readHttpSettings();
  const diagnosis = await watchDiagnosis(context, connection, network);
  if (!diagnosis) return undefined;
  const settings = [...settingsLines(network, process.env), ...versions()];
  const kinds = context.sessions.get(connection.id).unknownKinds.all;
  const at = new Date().toISOString();
  const report = diagnosisReport(diagnosis, { name: connection.name, at, settings, unknown: unknownLines(kinds) });
  context.log.info(`Diagnosis of a connection: ${diagnosis.cause}`);
  await context.reports.show(`Diagnosis of ${connection.name.replace(/[/\\]/g, "_")}`, report);
  offerWays(diagnosis, connection, report, kinds);
  return diagnosis.cause;
}

/** Most diagnoses take no time. Only a longer one gets a notification, with *Cancel*. */
async function watchDiagnosis(
  { connections }: Context,
  connection: Connection,
  network: ReturnType<typeof readHttpSettings>,
): Promise<Diagnosis | undefined> {
  const aborter = new AbortController();
  const { signal } = aborter;
  let tell: ((message: string) => void) | undefined;
  let step = "";
  const onStep = (name: string): void => {
    step = name;
    tell?.(name);
  };
  const readKey = () => connections.readKey(connection);
  const { baseUrl, name } = connection;
  const diagnosis = diagnose({ baseUrl, readKey, network, environment: process.env, signal, onStep }).catch(
    (error: unknown) => {
      if (signal.aborted) return undefined;
      throw error;
    },
  );
  if (await Promise.race([diagnosis, delay(progressDelay)])) return diagnosis;
  const options = { location: vscode.ProgressLocation.Notification, title: `Diagnosing ${name}`, cancellable: true };
  return await vscode.window.withProgress(options, (progress, token) => {
    token.onCancellationRequested(() => aborter.abort());
    tell = (message) => progress.report({ message });
    tell(step);
    return diagnosis;
  });
}

/** The causes for which another address may help. */
const keyCauses: readonly DiagnosisCause[] = [
  "no-key",
  "unauthorized",
  "forbidden",
  "personal-token",
  "key-unreadable",
];
const addressCauses: readonly DiagnosisCause[] = [
  "host-not-found",
  "refused",
  "unreachable",
  "certificate-other-host",
  "tls",
  "wrong-host",
];

/** The notification has the result, and opens the report for a person who wants to share it. */
function offerWays(
  { cause, facts }: Diagnosis,
  { id }: Connection,
  report: string,
  kinds: readonly UnknownKind[],
): void {
  const copy: NextStep = { title: "Copy Report", run: () => vscode.env.clipboard.writeText(report) };
  const replace: NextStep = { title: "Replace Access Key…", run: { command: commandIds.replaceKey, args: [id] } };
  const edit: NextStep = { title: "Edit Address…", run: { command: commandIds.editAddress, args: [id] } };
  const ways = keyCauses.includes(cause) ? [replace, copy] : addressCauses.includes(cause) ? [edit, copy] : [copy];
  const unknown = kinds.length > 0 ? ` ${unknownKindsSentence(kinds)}.` : "";
  showNews(`${adviceFor(cause, facts).summary}.${unknown}`, ways);
}

/** The kinds of unknown events and their shapes, without values. */
function unknownLines(kinds: readonly UnknownKind[]): string[] {
  if (kinds.length === 0) return [];
  return [
    `${unknownKindsSentence(kinds)}.`,
    ...kinds.map(({ kind, count, shape }) => `${kind}, ${countOf(count, "event")}: ${shape}`),
  ];
}

function versions(): string[] {
  const own: unknown = vscode.extensions.getExtension(extensionId)?.packageJSON.version;
  const remoteMark = vscode.env.remoteName ? " (remote)" : "";
  return [
    `Dynamiq Runs ${String(own)}, VS Code ${vscode.version}${remoteMark}, Node ${process.versions.node}, ${process.platform} ${process.arch}`,
  ];
}

const networkVariables = [
  "HTTPS_PROXY",
  "https_proxy",
  "HTTP_PROXY",
  "http_proxy",
  "NO_PROXY",
  "no_proxy",
  "NODE_EXTRA_CA_CERTS",
];

/** The network settings, for a report. A setting that may hold a password or host names is only reported as set. */
function settingsLines(settings: NetworkSettings, environment: Environment): string[] {
  const {
    proxySupport,
    proxy,
    noProxy = [],
    proxyAuthorization,
    strictSSL = true,
    systemCertificates = true,
  } = settings;
  const present = networkVariables.filter((name) => environment[name]);
  return [
    ...(proxySupport ? [`http.proxySupport: ${proxySupport}`] : []),
    `http.proxy: ${proxy ? "set" : "not set"}`,
    `http.noProxy: ${noProxy.length === 0 ? "empty" : noProxy.length === 1 ? "1 entry" : `${noProxy.length} entries`}`,
    `http.proxyAuthorization: ${proxyAuthorization ? "set" : "not set"}`,
    `http.proxyStrictSSL: ${strictSSL ? "on" : "off"}`,
    `http.systemCertificates: ${systemCertificates ? "on" : "off"}`,
    `Environment: ${present.length === 0 ? "no proxy or certificates set" : `${present.join(", ")} set`}`,
  ];
}
