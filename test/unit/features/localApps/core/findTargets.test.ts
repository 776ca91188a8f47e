import { expect, test } from "vitest";
import { findTargets } from "#features/localApps/core/findTargets.ts";

const named = (fileName: string, text: string): string[] =>
  findTargets(fileName, text).map(({ name, line }) => `${name}:${line}`);
const python = (text: string): string[] => named("app/support.py", text);

test.each([
  ["a workflow", "from dynamiq import Workflow\nworkflow = Workflow(id='a')", ["workflow:1"]],
  [
    "a flow and an agent",
    "from dynamiq.flows import Flow\nfrom dynamiq.nodes.agents import Agent\na = Agent(\n)\nf = Flow()",
    ["a:2", "f:4"],
  ],
  ["a type annotation", "from dynamiq import Workflow\nworkflow: Workflow = Workflow()", ["workflow:1"]],
  ["an annotation with brackets", "from dynamiq import Workflow\nwf: Optional['Workflow'] = Workflow()", ["wf:1"]],
  ["another name of the class", "from dynamiq.nodes.agents import Agent as A\nhelper = A()", ["helper:1"]],
  [
    "imports over several lines",
    "from dynamiq.nodes.agents import (\n  Agent,\n  Other,\n)\nhelper = Agent()",
    ["helper:4"],
  ],
  ["a module of the SDK", "import dynamiq\nwf = dynamiq.Workflow()", ["wf:1"]],
  ["a module by another name", "import dynamiq.nodes.agents as agents\na = agents.Agent()", ["a:1"]],
  ["a module from the SDK", "from dynamiq import flows\nf = flows.Flow ()", ["f:1"]],
  ["everything of a module", "from dynamiq import *\nwf = Workflow()", ["wf:1"]],
  ["a workflow from YAML", "from dynamiq import Workflow\nwf = Workflow.from_yaml_file('a.yaml')", ["wf:1"]],
  ["lines of Windows", "from dynamiq import Workflow\r\n\r\nworkflow = Workflow()\r\n", ["workflow:2"]],
])("Python: %s is found", (_, text, found) => {
  expect(python(text)).toEqual(found);
});

test.each([
  ["code without the SDK", "from agents import Agent\nagent = Agent()"],
  ["an agent of another package", "import dynamiq\nfrom agents import Agent\nagent = Agent()"],
  ["an agent of another module", "import dynamiq\nimport agents\nagent = agents.Agent()"],
  ["a comment", "from dynamiq import Workflow\n# workflow = Workflow()"],
  ["a text", 'from dynamiq import Workflow\n"""\nworkflow = Workflow()\n"""'],
  ["an import in a text", '"""\nfrom dynamiq import Workflow\n"""\nworkflow = Workflow()'],
  ["a local variable", "from dynamiq import Workflow\ndef make():\n    workflow = Workflow()"],
  ["a private variable", "from dynamiq import Workflow\n_workflow = Workflow()"],
  ["a comparison", "from dynamiq import Workflow\nsame == Workflow()"],
  ["another class", "from dynamiq import Workflow, WorkflowConfig\nc = WorkflowConfig()"],
  ["the class itself", "from dynamiq import Workflow\nkind = Workflow"],
])("Python: %s is not", (_, text) => {
  expect(python(text)).toEqual([]);
});

test("a quote in a comment doesn't hide what follows", () => {
  expect(python(`from dynamiq import Workflow\n# don't\nworkflow = Workflow()\n# """\nother = Workflow()`)).toEqual([
    "workflow:2",
    "other:4",
  ]);
});

test("YAML: the entries of workflows, at their own depth", () => {
  const text = [
    "flows:",
    "  f: {}",
    "workflows: # of this file",
    "  # the first",
    "  translate:",
    "    flow: f",
    "    nested:",
    "      deep: 1",
    '  "with-dash.v2":',
    "    flow: f",
    "other:",
    "  not-this: 1",
  ];
  expect(named("flow.yaml", text.join("\n"))).toEqual(["translate:4", "with-dash.v2:8"]);
  expect(named("flow.yml", text.join("\r\n"))).toEqual(["translate:4", "with-dash.v2:8"]);
});

test("YAML of other tools, which have workflows of their own, has none", () => {
  expect(named(".circleci/config.yml", "version: 2\nworkflows:\n  build:\n    jobs: []")).toEqual([]);
  expect(named("flow.yaml", "flows:\n  f: {}\nworkflows: {}\n")).toEqual([]);
  expect(named("notes.txt", "from dynamiq import Workflow\nworkflow = Workflow()")).toEqual([]);
});

test.each([
  ["from dynamiq import Workflow\nwf = Workflow()", "Workflow"],
  ["from dynamiq.flows import Flow as F\nf = F()", "Flow"],
  ["import dynamiq.nodes.agents as agents\na = agents.Agent()", "Agent"],
])("%j is a %s", (text, kind) => {
  expect(findTargets("support.py", text)).toMatchObject([{ kind }]);
});
