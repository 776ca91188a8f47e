import type { ToolEffects, ToolHost } from "../../agentTools/toolHost.ts";
import { toolLogLine } from "../../agentTools/toolLogLine.ts";
import type { AnswerService } from "../../runs/inputRequests/answerService.ts";
import { Cover } from "../../runs/values/cover.ts";
import type { AppPlace } from "../app/appPlace.ts";
import type { AppRuns } from "../app/appRuns.ts";
import { openCreator } from "../app/openCreator.ts";
import type { McpCommand } from "../args/commandLine.ts";
import { AllowedSends } from "../files/allowedSends.ts";
import { readText } from "../files/readText.ts";
import { plainText } from "../shell/plainText.ts";
import type { Shell } from "../shell/shell.ts";

export interface CliToolParts {
  command: McpCommand;
  place: AppPlace;
  app: AppRuns;
  answers: AnswerService;
  shell: Shell;
}

/** The one app of a command, for tools. The person has decided with the command's options what agents may do. */
export function cliToolHost({ command, place, app, answers, shell }: CliToolParts): ToolHost {
  const connection = { id: app.connectionId, name: place.host, host: place.host, isActive: true };
  const cover = new Cover([place.accessKey ?? ""]);
  return {
    connections: async () => [connection],
    app: async () => app,
    cover: async () => cover,
    effects: command.allowsEffects ? cliEffects(command, app, answers, shell) : undefined,
    log: (entry) => shell.err(`${plainText(toolLogLine(entry))}\n`),
  };
}

function cliEffects(command: McpCommand, app: AppRuns, answers: AnswerService, shell: Shell): ToolEffects {
  const creator = openCreator();
  const sends = new AllowedSends(command.allowed, shell);
  return {
    // There is nobody to ask: the client has the terminal. It asks for itself before a tool that isn't read-only.
    confirm: async () => true,
    creator: {
      create: async (runs, run, hooks) => {
        await app.learn(hooks?.signal ?? new AbortController().signal);
        return creator.create(runs, run, hooks);
      },
    },
    answers: { send: (ref, answer) => answers.send(ref, answer, true) },
    folders: [shell.folder],
    environment: shell.environment,
    readText: (path) => readText(path, path),
    notAllowed: (_, reads) => sends.notAllowed(reads),
    onStarted: () => undefined,
  };
}
