import type { SdkNode } from "#sample/agent/sdkMessages.ts";
import { workflowEnd, stream } from "#sample/agent/sdkMessages.ts";
import type { AgentContext, Script } from "#sample/agent/steps.ts";
import { markedPicture, parcelPicture } from "./samplePicture.ts";
import { SdkAgent } from "./sdkAgent.ts";
import type { SdkCall, SdkTool } from "./sdkMessages.ts";

const evidenceAgent: SdkNode = {
  id: "node-evidence",
  name: "Evidence agent",
  group: "agents",
  type: "dynamiq.nodes.agents.Agent",
};
const photo: SdkTool = { name: "inspect photo", type: "dynamiq.nodes.tools.Python", actionType: "code_execution" };
const scans: SdkTool = { name: "read scans", type: "dynamiq.nodes.tools.SQLExecutor", actionType: "database_query" };
const answer =
  "The corner was crushed before the label tore: this is damage in transit. See **photo-1-marked.png** and the delivery note.";

/** An agent whose tools return files. */
export function* playFiles(context: AgentContext): Script {
  const { input, random } = context;
  const workflow = random.uuid();
  const agent = new SdkAgent(random, workflow, evidenceAgent);
  const output = { content: answer, files: ["photo-1-marked.png", "delivery-note-48311.pdf"] };
  const end = { "node-evidence": { status: "success" as const, input, output } };
  const messages = [
    ...agent.turn("One photo and one delivery note are attached. I check the photo first.", inspected(true)),
    ...agent.turn("When was the parcel scanned?", { tool: scans, input: { tracking: "1Z84A0" }, result: manyScans() }),
    ...agent.turn("The photo once more: was the label torn before?", inspected(false)),
    ...agent.answer(answer, "That is enough."),
    workflowEnd(random, workflow, end),
  ];
  yield* stream(context, messages);
  return { output: end };
}

/** The same call returns its files once. The second result comes from a cache. */
function inspected(isFirst: boolean): SdkCall {
  const marked = file(Buffer.from(markedPicture, "base64"), "photo-1-marked.png", "image/png");
  const note = file(Buffer.from(deliveryNote), "delivery-note-48311.pdf", "application/pdf");
  const screenshot = { content: parcelPicture, size: Buffer.byteLength(parcelPicture, "base64") };
  return {
    tool: photo,
    input: { files: ["photo-1.png"], look_for: "transport damage" },
    result: "Crushed corner, confidence 0.97.\n\nFiles saved: photo-1-marked.png, delivery-note-48311.pdf",
    files: isFirst ? [marked, note] : [],
    output: { screenshot, label_readable: false },
  };
}

function file(bytes: Buffer, name: string, type: string) {
  return { name, mime_type: type, size: bytes.length, content: bytes.toString("base64") };
}

/** Long results are cut in the middle. */
function manyScans(): string {
  const rows = Array.from(
    { length: 240 },
    (_, i) => `${String(i + 1).padStart(3, "0")}  depot ${(i % 7) + 1}  belt ${(i % 5) + 1}  ok`,
  ).join("\n");
  return `${rows.slice(0, 2_000)}\n...[Content truncated]...\n${rows.slice(-1_000)}`;
}

const deliveryNote = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 420 240]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj
4 0 obj<</Length 76>>stream
BT /F 18 Tf 40 180 Td (Delivery note 48311) Tj 0 -30 Td (1 lamp, 1 desk) Tj ET
endstream endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
trailer<</Root 1 0 R>>
%%EOF
`;
