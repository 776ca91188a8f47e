#!/usr/bin/env node
import { runCli } from "./runCli.ts";
import { Interrupts } from "./shell/interrupts.ts";
import { processShell } from "./shell/processShell.ts";

/** The extension's version; the build writes it here. */
declare const extensionVersion: string;

const interrupts = new Interrupts();
const version = extensionVersion;
const tools = { shell: processShell(), interrupts, version, userAgent: `dynamiq-runs-cli/${version}` };

void runCli(process.argv.slice(2), tools).then((code) => {
  interrupts.dispose();
  process.exitCode = code;
  // An abandoned run may still be followed, but nothing waits for it.
  if (interrupts.second.aborted) process.exit();
});
