import { parseArgs } from "node:util";
import { startSampleApp } from "../support/sample/testApp.ts";

const usage = `Usage: npm run sample -- [options]

  --port N         port on 127.0.0.1; any free one by default
  --key KEY        access key; a random one by default
  --public         no key needed
  --speed N        1 by default, made for a person to watch; larger is faster
  --runs N         past runs at the start; 320 by default
  --turns N        a past conversation of N turns; none by default
  --drift N[/M]    makes the refund desk drift by a seed, in every Mth run
  --help           this text
`;

const [text, flag] = [{ type: "string" }, { type: "boolean" }] as const;
const options = { port: text, key: text, speed: text, runs: text, turns: text, drift: text, public: flag, help: flag };
const { values } = parseArgs({ options });
const [seed, every = 1] = (values.drift ?? "").split("/").filter(Boolean).map(Number);

if (values.help) console.log(usage);
else {
  const app = await startSampleApp({
    port: numberOf(values.port),
    accessKey: values.public ? null : values.key,
    speed: numberOf(values.speed),
    pastRuns: numberOf(values.runs),
    turns: numberOf(values.turns),
    drift: seed === undefined ? undefined : { seed, every },
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void app.close());
  console.log(`URL: ${app.url}\nKey: ${app.accessKey === "" ? "none needed" : app.accessKey}`);
}

function numberOf(value: string | undefined): number | undefined {
  return value === undefined ? undefined : Number(value);
}
