import * as z from "zod";
import { isTerminal, statusWord } from "#model/status.ts";
import { runTitle } from "#runs/labels/runLabel.ts";
import { confirmationOf, shownText } from "#runs/questions/confirmation.ts";
import { ToolError } from "#runs/questions/toolError.ts";
import { cancelRun as sendCancel } from "#runs/store/cancelRuns.ts";
import { runLine } from "#runs/text/runLine.ts";
import { connectionFor, connectionLabel } from "#workbench/tools/core/connectionFor.ts";
import { effectTool } from "#workbench/tools/core/defineTool.ts";
import { connectionField, runIdField } from "#workbench/tools/core/inputFields.ts";

export const cancelRun = effectTool({
  name: "cancelRun",
  order: 13,
  title: "Cancel Run",
  doing: "Canceling a run",
  description:
    "Cancels a run of a Dynamiq app before it ends. This can't be undone. The person confirms each call. " +
    "Only cancel runs that you started, or that the person named.",
  tags: ["dynamiq", "runs", "effects"],
  input: z.strictObject({ connection: connectionField, runId: runIdField }),
  async prepare({ connection: wanted, runId }, host, { signal, cover }) {
    const connection = await connectionFor(host, wanted);
    const app = await host.app(connection.id);
    const api = await app.api();
    const run = await api.getRun(runId, { signal });
    if (isTerminal(run.status)) {
      throw new ToolError(
        `The run has ended already (${statusWord(run.status).toLowerCase()}), so there is nothing to cancel.`,
      );
    }
    const shown = cover.keysAlone.value(run);
    const facts = [`Run: ${runTitle(shown)}`, `ID: ${shownText(run.id)}`, `Status: ${statusWord(run.status)}`];
    return {
      confirmation: confirmationOf({
        tool: "cancelRun",
        act: "Cancel a run",
        button: "Cancel Run",
        connection,
        facts,
        cover,
        sent: [run.id],
      }),
      async run({ data }) {
        let isUnread = false;
        await sendCancel(api, app.store, run.id, () => (isUnread = true));
        const now = isUnread ? undefined : await api.getRun(run.id, { signal });
        if (now) data.add(runLine(cover.value(now)));
        return {
          summary: `The run on ${connectionLabel(connection)} is canceled.`,
          hint: now ? undefined : "It couldn't be loaded again. Call getRun to see its status.",
        };
      },
    };
  },
});
