import { readCliOptions, usage, UsageError } from "./cliOptions.ts";
import { startSampleApp } from "./server.ts";

async function main(): Promise<void> {
  const options = readCliOptions(process.argv.slice(2));
  if (!options) {
    process.stdout.write(usage);
    return;
  }
  const app = await startSampleApp(options);
  const stop = (): void => {
    void app.close();
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  process.stdout.write(`URL: ${app.url}\nKey: ${app.accessKey === "" ? "none needed" : app.accessKey}\n`);
}

try {
  await main();
} catch (error) {
  const isUsage = error instanceof UsageError;
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${isUsage ? `\n${usage}` : ""}`);
  process.exitCode = isUsage ? 2 : 1;
}
