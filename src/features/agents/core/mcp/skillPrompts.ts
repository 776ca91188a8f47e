import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type GetPromptResult, type Prompt, ProtocolError, ProtocolErrorCode } from "@modelcontextprotocol/server";
import { oneLine } from "#base/text/oneLine.ts";
import { safeText } from "#runs/text/safeText.ts";

/** A skill of the chat: the same text serves as a prompt. */
interface Skill {
  name: string;
  title: string;
  description: string;
  text: string;
}

const connection = { name: "connection", description: "Name or ID of the connection. The active one by default." };
const ofRun = [{ name: "runId", description: "ID of the run." }, connection];

/** What a person may fill in; none of it has to be. */
const argumentsOf: Readonly<Record<string, Prompt["arguments"]>> = {
  "debug-failed-run": ofRun,
  "make-golden-test": ofRun,
  "compare-deployments": [connection, { name: "connectionB", description: "Name or ID of the other connection." }],
};

const shape = /^---\nname: (?<name>.+)\ndescription: (?<description>.+)\n---\s+# (?<title>.+)\n/;

/** @param folder has a folder with a `SKILL.md` for each skill. @throws Error if a skill has another form */
async function readSkills(folder: string): Promise<Skill[]> {
  const names = (await readdir(folder)).sort();
  return Promise.all(
    names.map(async (each) => {
      const file = (await readFile(join(folder, each, "SKILL.md"), "utf8")).replaceAll("\r\n", "\n");
      const { name, description, title } = shape.exec(file)?.groups ?? {};
      if (!name || !description || !title) throw new Error(`${each}/SKILL.md needs a name, a description and a title.`);
      return { name, title, description, text: file.slice(file.indexOf("\n# ") + 1) };
    }),
  );
}

export async function listedPrompts(folder: string): Promise<Prompt[]> {
  const skills = await readSkills(folder);
  return skills.map(({ name, title, description }) => ({
    name,
    title,
    description,
    arguments: argumentsOf[name] ?? [],
  }));
}

/** In characters. */
const maxValueLength = 200;
const readOnlyNote =
  "This server only reads runs: it has no tool that starts or cancels a run, runs golden tests or sends an answer. " +
  "For these steps, tell the person what to do.";

/**
 * The text of a skill, with what the person filled in.
 *
 * @param isReadOnly whether the tools with effects are missing
 * @throws ProtocolError for a prompt or an argument that doesn't exist; what the client sent isn't repeated
 */
export async function filledPrompt(
  { name, arguments: given = {} }: { name: string; arguments?: Readonly<Record<string, string>> },
  folder: string,
  isReadOnly: boolean,
): Promise<GetPromptResult> {
  const skills = await readSkills(folder);
  const skill = skills.find((each) => each.name === name);
  if (!skill) throw invalid(`Available prompts: ${skills.map((each) => each.name).join(", ")}.`);
  const known = (argumentsOf[skill.name] ?? []).map((each) => each.name);
  if (Object.keys(given).some((each) => !known.includes(each))) throw invalid(`Arguments: ${known.join(", ")}.`);
  const filled = Object.entries(given).filter(([, value]) => value.trim() !== "");
  const parts = [
    skill.text.trimEnd(),
    ...(isReadOnly ? [readOnlyNote] : []),
    ...(filled.length === 0 ? [] : [filled.map(([key, value]) => `${key}: ${shown(value)}`).join("\n")]),
  ];
  const content = { type: "text" as const, text: parts.join("\n\n") };
  return { description: skill.description, messages: [{ role: "user", content }] };
}

const shown = (value: string): string => safeText(oneLine(value, maxValueLength));

function invalid(message: string): ProtocolError {
  return new ProtocolError(ProtocolErrorCode.InvalidParams, message);
}
