import { access, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { readTraceback } from "#runs/labels/traceback.ts";
import { eventually } from "../../../support/eventually.ts";
import { missing, python, serveReal, withSdk } from "../../../support/localApps/realSdk.ts";

const wait = { mode: "wait" } as const;
const background = { mode: "background" } as const;

const app = `
import time
from dynamiq.flows import Flow
from dynamiq.nodes.operators import Map
from dynamiq.nodes.tools.function_tool import function_tool
from dynamiq.types.feedback import ApprovalConfig

@function_tool
def pay(amount: int = 0, **kwargs):
    """Pays."""
    return f"paid {amount}"

@function_tool
def asks_console(**kwargs):
    """Asks nobody."""
    return input("Name? ")

@function_tool
def sleeps(**kwargs):
    """Blocks."""
    time.sleep(3600)

@function_tool
def prints(**kwargs):
    """Prints a lot."""
    for number in range(5000):
        print("line", number)
    return "printed"

def asking(id):
    approval = ApprovalConfig(enabled=True, mutable_data_params=["amount"], msg_template="Pay?")
    return pay(id=id, name=id, approval=approval)

two = Flow(id="two", nodes=[asking("first"), asking("second")])
console = asks_console(id="console")
blocking = sleeps(id="blocking")
loud = prints(id="loud")
each = Map(id="each", node=pay(id="inner"))

def made():
    return Flow(id="made", nodes=[pay(id="one")])
`;

async function serve(target: string, code: string | Uint8Array = app): ReturnType<typeof serveReal> {
  return serveReal(target, { [target.includes(".yaml") ? "flow.yaml" : "app.py"]: code });
}

test.skipIf(missing !== "")(withSdk("two questions at once are answered in the other order, with edits"), async () => {
  const { client } = await serve("app:two");
  const { id } = await client.createRun({ input: { amount: 1 } }, background);
  await eventually(async () => expect((await client.getRun(id)).input_requests).toHaveLength(2));
  const asked = (await client.getRun(id)).input_requests ?? [];
  const amounts: Record<string, number> = { first: 10, second: 20 };
  for (const { id: request_id, entity_id: node } of asked.toReversed()) {
    const params = { amount: amounts[String(node)] };
    await client.answerInputRequest(id, { type: "approval", request_id, approved: true, params });
  }
  await eventually(async () => expect((await client.getRun(id)).status).toBe("completed"));
  const { output } = await client.getRun(id);
  expect(output).toEqual({ first: { content: "paid 10" }, second: { content: "paid 20" } });
});

test.skipIf(missing !== "")(withSdk("a run is canceled while a question waits, and when its code blocks"), async () => {
  for (const [target, status] of [
    ["app:two", "awaiting_input"],
    ["app:blocking", "started"],
  ] as const) {
    const { client } = await serve(target);
    const { id } = await client.createRun({ input: { amount: 1 } }, background);
    await eventually(async () => expect((await client.getRun(id)).status).toBe(status));
    await client.cancelRun(id);
    await eventually(async () => expect((await client.getRun(id)).status).toBe("canceled"));
  }
});

test.skipIf(missing !== "")(
  withSdk("a function, a Map, input() and much output run or fail as they should"),
  async () => {
    const made = await (await serve("app:made")).client.createRun({ input: { amount: 3 } }, wait);
    expect(made).toMatchObject({ status: "completed", output: { content: "paid 3" } });
    const each = await (
      await serve("app:each")
    ).client.createRun({ input: { input: [{ amount: 1 }, { amount: 2 }] } }, wait);
    expect(each).toMatchObject({ output: { output: [{ content: "paid 1" }, { content: "paid 2" }] } });
    const console = await (await serve("app:console")).client.createRun({ input: {} }, wait);
    expect(JSON.stringify(console.error)).toContain("EOF when reading a line");
    expect(await (await serve("app:loud")).client.createRun({ input: {} }, wait)).toMatchObject({
      status: "completed",
    });
  },
);

test.skipIf(missing !== "").each([
  ["app.py", "def f(:\n", "app.py:1: SyntaxError"],
  ["app.py", "\nimport no_such_module\n", "app.py:2: ModuleNotFoundError"],
  ["app:nobody", "x = 1\n", "app.py:1: LookupError: app has no nobody"],
  ["app.py", "import sys\nsys.exit(3)\n", "app.py:2: SystemExit"],
  ["app.py", "import os\nos._exit(3)\n", "ended with code 3"],
  ["none.py", "", "FileNotFoundError: There is no none.py"],
  ["app.py", "import os\nkey = os.environ['NO_SUCH_KEY']\n", "app.py:2: KeyError: 'NO_SUCH_KEY'"],
  ["app.py", "x = 1\n\nopen('no-such.txt')\n", "app.py:3: FileNotFoundError"],
  ["app.py", "import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)\n", "ended with SIGSEGV"],
])(withSdk("bad code fails its run with the place: %s %j"), async (target, code, message) => {
  const run = await (await serve(target, code)).client.createRun({ input: {} }, wait);
  expect(run.status).toBe("failed");
  expect((run.error as { message: string }).message).toContain(message);
});

const yaml = `
nodes:
  input:
    type: dynamiq.nodes.utils.Input
flows:
  only:
    nodes:
      - input
workflows:
  main:
    flow: only
`;

test.skipIf(missing !== "").each([
  ["syntax", yaml.replace("flows:", "flows: ["), "flow.yaml:"],
  ["type", yaml.replace("utils.Input", "utils.Nothing"), "flow.yaml:4: "],
  ["connection", `connections:\n  main:\n    type: dynamiq.connections.Nothing${yaml}`, "flow.yaml:3: "],
  ["flow", yaml.replace("flow: only", "flow: none"), "flow.yaml:"],
  ["node", yaml.replace("- input", "- nobody"), "flow.yaml:"],
  ["encoding", Buffer.from(`# é${yaml}`, "latin1"), "flow.yaml:1: UnicodeDecodeError"],
])(withSdk("a wrong YAML fails its run with the place: %s"), async (_, code, place) => {
  const run = await (await serve("flow.yaml:main", code)).client.createRun({ input: {} }, wait);
  expect(run.status).toBe("failed");
  expect((run.error as { message: string }).message).toContain(place);
});

const head = "Traceback (most recent call last):\n";

test.skipIf(missing !== "").each<[string, Record<string, string>, string]>([
  [
    "app.py",
    { "app.py": "x = 1\ndef f(:\n" },
    '  File "app.py", line 2\n    def f(:\n          ^\nSyntaxError: invalid syntax\n',
  ],
  [
    "app.py",
    { "app.py": "import helper\n", "helper.py": "raise ValueError('no')\n" },
    '  File "app.py", line 1, in <module>\n    import helper\n' +
      `  File "helper.py", line 1, in <module>\n    raise ValueError('no')\nValueError: no\n`,
  ],
  [
    "app:nobody",
    { "app.py": "x = 1\n" },
    '  File "app.py", line 1\n    x = 1\nLookupError: app has no nobody at its top level\n',
  ],
])(
  withSdk("its traceback is of the developer's files alone, the place last: %s %j"),
  async (target, files, traceback) => {
    const { client, folder } = await serveReal(target, files);
    const { error } = await client.createRun({ input: {} }, wait);
    expect(Object.keys(error as object)).toEqual(["type", "message", "traceback"]);
    const told = (error as { traceback: string }).traceback;
    // Whether Python writes its first line where there is no call depends on its version.
    expect(told.replaceAll(`${folder}/`, "").replace(head, "")).toBe(traceback);
  },
);

test.skipIf(missing !== "")(withSdk("a Python without the SDK is known by the module that it lacks"), async () => {
  const folder = await mkdtemp(join(tmpdir(), "no-sdk-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const bare = join(folder, "python");
  // Without its packages.
  await writeFile(bare, `#!/bin/sh\nexec "${python}" -S "$@"\n`, { mode: 0o755 });
  const { server, client } = await serveReal("app.py", { "app.py": app }, { python: bare });
  await eventually(() => expect(server.state.error?.missing_module).toBe("dynamiq"));
  const { error } = await client.createRun({ input: {} }, wait);
  expect(error).toMatchObject({ message: "ModuleNotFoundError: No module named 'dynamiq'" });
});

test.skipIf(missing !== "")(withSdk("a file that isn't there has no line"), async () => {
  const { server } = await serve("none.py", "");
  await eventually(() => expect(server.state.state).toBe("broken"));
  expect(server.state.error?.message).toMatch(/^FileNotFoundError: There is no none.py in /);
  expect(server.state.error?.file).toBeNull();
});

test.skipIf(missing !== "")(
  withSdk("each node is known with the line that makes it, and a tool with its code"),
  async () => {
    const { server, folder } = await serve("app:two");
    await eventually(() => expect(server.state.state).toBe("ready"));
    const lineOf = (code: string): number => app.split("\n").findIndex((line) => line.includes(code)) + 1;
    const file = join(folder, "app.py");
    const made = { file, line: lineOf("return pay(id=id"), code: { file, line: lineOf("@function_tool") } };
    expect(server.state.app?.nodes).toMatchObject([
      { id: "first", ...made },
      { id: "second", ...made },
    ]);
  },
);

test.skipIf(missing !== "")(
  withSdk("a node that the SDK's classes make is known with the person's own line"),
  async () => {
    const code = `from dynamiq.connections import OpenAI as Connection
from dynamiq.nodes.llms import OpenAI

model = OpenAI(id="model", model="m", connection=Connection(api_key="none"))
`;
    const { server, folder } = await serve("app:model", code);
    await eventually(() => expect(server.state.state).toBe("ready"));
    expect(server.state.app?.nodes).toMatchObject([{ id: "model", file: join(folder, "app.py"), line: 4, code: null }]);
  },
);

test.skipIf(missing !== "")(withSdk("the traceback of a wrong YAML ends with its line"), async () => {
  const { client, folder } = await serveReal("flow.yaml", { "flow.yaml": yaml.replace("utils.Input", "utils.No") });
  const { error } = await client.createRun({ input: {} }, wait);
  expect(readTraceback((error as { traceback: string }).traceback)?.frames.at(-1)).toEqual({
    file: join(folder, "flow.yaml"),
    line: 4,
    name: "",
    code: "type: dynamiq.nodes.utils.No",
  });
});

const readingYaml = `
nodes:
  input:
    type: dynamiq.nodes.utils.Input
  letter:
    type: dynamiq.nodes.utils.Output
    depends:
      - node: input
    input_transformer:
      selector:
        answer: "$.input.output.text"
        language: "$.input.output.language"
        files: "$.input.output.files"
flows:
  only:
    nodes: [input, letter]
workflows:
  main:
    flow: only
`;

test.skipIf(missing !== "")(
  withSdk("the fields of an Input node without a schema are those that nodes read"),
  async () => {
    const { server } = await serve("flow.yaml:main", readingYaml);
    await eventually(() => expect(server.state.state).toBe("ready"));
    const type = "string";
    expect(server.state.app?.input_schema).toEqual({ properties: { text: { type }, language: { type } } });
  },
);

const importing = `
import time
from pathlib import Path
from dynamiq.flows import Flow
from dynamiq.nodes.tools.function_tool import function_tool
from helper import word

Path("read").touch()
while not Path("go").exists():
    time.sleep(0.01)

@function_tool
def tells(**kwargs):
    """Tells the word."""
    return word

flow = Flow(id="flow", nodes=[tells(id="tells")])
`;

test.skipIf(missing !== "")(withSdk("a helper that is saved while it is loaded is in the next run"), async () => {
  const { client, folder } = await serveReal("app:flow", { "app.py": importing, "helper.py": "word = 'old'\n" });
  await eventually(() => access(join(folder, "read")));
  await writeFile(join(folder, "helper.py"), "word = 'new'\n");
  await writeFile(join(folder, "go"), "");
  expect((await client.createRun({ input: {} }, wait)).output).toEqual({ content: "new" });
});

test.skipIf(missing !== "")(withSdk("a module that is missing is found once it is written"), async () => {
  const { client, server, folder } = await serveReal("app.py:flow", { "app.py": importing, go: "" });
  await eventually(() => expect(server.state.error?.missing_module).toBe("helper"));
  await writeFile(join(folder, "helper.py"), "word = 'there'\n");
  expect((await client.createRun({ input: {} }, wait)).output).toEqual({ content: "there" });
});

test.skipIf(missing !== "")(withSdk("code is mended in any file that led to its error"), async () => {
  const files = { "app.py": importing, "helper.py": "from other import word\n", "other.py": "word = 1 / 0\n", go: "" };
  const { client, server, folder } = await serveReal("app:flow", files);
  await eventually(() => expect(server.state.error?.message).toContain("other.py:1: ZeroDivisionError"));
  await writeFile(join(folder, "helper.py"), "word = 'mended'\n");
  expect((await client.createRun({ input: {} }, wait)).output).toEqual({ content: "mended" });
});

const asyncApp = `
import asyncio
from dynamiq.flows import Flow
from dynamiq.nodes.operators import Map
from dynamiq.nodes.tools.function_tool import function_tool

@function_tool
def looks_up(city: str = "", **kwargs):
    """Awaits an answer."""
    async def answer():
        await asyncio.sleep(0)
        return f"{city}: sunny"
    return asyncio.run(answer())

@function_tool
def doubles(n: int = 0, **kwargs):
    """Doubles."""
    return n * 2

two = [looks_up(id="left", name="left"), looks_up(id="right", name="right")]
lookups = Flow(id="lookups", nodes=[*two, Map(id="each", name="each", node=doubles(id="inner"))])
`;

test.skipIf(missing !== "")(withSdk("parallel nodes, a Map and a tool that awaits complete together"), async () => {
  const { client } = await serve("app:lookups", asyncApp);
  const run = await client.createRun({ input: { city: "Oslo", input: [{ n: 1 }, { n: 2 }] } }, wait);
  expect(run).toMatchObject({
    status: "completed",
    output: {
      left: { content: "Oslo: sunny" },
      right: { content: "Oslo: sunny" },
      each: { output: [{ content: 2 }, { content: 4 }] },
    },
  });
});
