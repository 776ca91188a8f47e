import { setTimeout as delay } from "node:timers/promises";
import * as vscode from "vscode";
import { adviceFor } from "../../api/diagnosis/advice.ts";
import { diagnose } from "../../api/diagnosis/diagnose.ts";
import type { Diagnosis, DiagnosisCause } from "../../api/diagnosis/diagnosis.ts";
import { diagnosisReport } from "../../api/diagnosis/report.ts";
import { settingsLines } from "../../api/diagnosis/settingsLines.ts";
import type { Connection } from "../../connections/connection.ts";
import { showNews } from "../../host/errors/showError.ts";
import type { WayOut } from "../../host/errors/userError.ts";
import { commandIds } from "../../host/ids.ts";
import { readHttpSettings } from "../../host/networkSettings.ts";
import { isGiven } from "../givenArgument.ts";
import type { ConnectionCommands } from "./connectionCommands.ts";
import { pickConnection } from "./pickConnection.ts";

/** Milliseconds. */
const blink = 500;

/**
 * Goes the way to a connection's app step by step and shows where it ends, as a document that may be passed on.
 * @param argument the connection's id; without it the active one
 * @returns what stands in the way, `none` when nothing does, `undefined` when the person left
 */
export async function diagnoseConnection(
  context: ConnectionCommands,
  argument: unknown,
): Promise<DiagnosisCause | undefined> {
  const id = isGiven(argument) ? argument : context.connections.active?.id;
  const connection = await pickConnection(context.connections, id, "Diagnose which connection?");
  if (!connection) return undefined;
  const network = readHttpSettings();
  const diagnosis = await watchDiagnosis(context, connection, network);
  if (!diagnosis) return undefined;
  const settings = [...settingsLines(network, process.env), ...versions()];
  const report = diagnosisReport(diagnosis, { name: connection.name, at: new Date().toISOString(), settings });
  context.log.info(`Diagnosis of a connection: ${diagnosis.cause}`);
  await context.reports.show(`Diagnosis of ${connection.name.replace(/[/\\]/g, "_")}`, report);
  offerWays(context, diagnosis, connection, report);
  return diagnosis.cause;
}

/** Most diagnoses are made in a blink; only one that takes its time is worth a notification, and can be left. */
async function watchDiagnosis(
  { connections }: ConnectionCommands,
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
  if (await Promise.race([diagnosis, delay(blink)])) return diagnosis;
  const options = { location: vscode.ProgressLocation.Notification, title: `Diagnosing ${name}`, cancellable: true };
  return await vscode.window.withProgress(options, (progress, token) => {
    token.onCancellationRequested(() => aborter.abort());
    tell = (message) => progress.report({ message });
    tell(step);
    return diagnosis;
  });
}

/** Where another address may be the way out. */
const addressCauses: readonly DiagnosisCause[] = [
  "host-not-found",
  "refused",
  "unreachable",
  "certificate-other-host",
  "tls",
  "wrong-host",
];

/** The toast says what it comes to, and has the report at hand for whoever wants to pass it on. */
function offerWays({ log }: ConnectionCommands, { cause, facts }: Diagnosis, { id }: Connection, report: string): void {
  const copy: WayOut = { title: "Copy Report", run: () => vscode.env.clipboard.writeText(report) };
  const replace: WayOut = { title: "Replace Access Key…", run: { command: commandIds.replaceKey, args: [id] } };
  const edit: WayOut = { title: "Edit Address…", run: { command: commandIds.editAddress, args: [id] } };
  const isAboutKey =
    cause === "unauthorized" || cause === "forbidden" || cause === "personal-token" || cause === "key-unreadable";
  const ways = isAboutKey ? [replace, copy] : addressCauses.includes(cause) ? [edit, copy] : [copy];
  showNews(`${adviceFor(cause, facts).summary}.`, ways, (error) => log.error(error));
}

function versions(): string[] {
  const own: unknown = vscode.extensions.getExtension("dynamiq-community.dynamiq-runs")?.packageJSON.version;
  const place = vscode.env.remoteName ? " (remote)" : "";
  return [
    `Dynamiq Runs ${String(own)}, VS Code ${vscode.version}${place}, Node ${process.versions.node}, ${process.platform} ${process.arch}`,
  ];
}
