import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { withWorkbench } from "../../harness/vscode/workbench.ts";
import { json, serve } from "../../integration/api/servers.ts";
import { addConnection, addConnectionAnyway } from "../support/connect.ts";
import { aged, groupCount, openGroup, runMenu, runRows, welcome } from "../support/runsView.ts";
import { createRunElsewhere, withSampleApp } from "../support/sampleApp.ts";
import { saveAs } from "../support/saveDialog.ts";
import { logsWith, placesWith, rememberMessages } from "../support/writtenDown.ts";

const title = "Where is my invoice?";

test("on the whole path the key reaches no log, document, message, file, clipboard or other address, and no log has an id or a text", async () => {
  await using elsewhere = await serve((_, response) => json(response, 200, {}));
  await using redirecting = await serve((_, response) =>
    response.writeHead(307, { location: `${elsewhere.url}/v1/runs` }).end(),
  );
  // An app that repeats the request in its error.
  await using echo = await serve(({ headers }, response) =>
    json(
      response,
      401,
      {
        error: {
          code: "planted_code",
          message: `Planted text: ${headers.authorization}`,
          details: { sent: headers.authorization },
        },
      },
      { "x-request-id": String(headers.authorization) },
    ),
  );
  const options = { size: { width: 1400, height: 900 }, trace: true };
  await withSampleApp({}, (app) =>
    withWorkbench("key-stays-secret", options, async (workbench) => {
      const { page } = workbench;
      const { accessKey } = app;
      await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
      await rememberMessages(page);
      await createRunElsewhere(app, { ticket_subject: title });
      await workbench.openView("Dynamiq");
      await addConnection(workbench, { name: "Support Triage", address: app.url, accessKey });
      await openGroup(workbench, "Completed");
      await runRows(workbench, title).click();
      const panel = workbench.panel();
      await panel.locator('html[data-run-status="completed"]').waitFor({ state: "attached" });
      await panel.getByRole("button", { name: "Run Again", exact: true }).click();
      await expect.poll(() => app.created.length).toBe(2);
      // Whoever right-clicks while rows come and go may be told to click again.
      await expect.poll(() => groupCount(workbench, "Completed")).toBe(2);
      await runMenu(workbench, aged("Where is my invoice"), "Copy As", "Copy Run as cURL");
      await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain("DYNAMIQ_ACCESS_KEY");
      expect(await page.evaluate(() => navigator.clipboard.readText())).not.toContain(accessKey);
      await runMenu(workbench, aged("Where is my invoice"), "Data", "Open Run as JSON");
      await workbench.tab(/^run-[0-9a-f]{8}\.json/).waitFor();
      await runMenu(workbench, aged("Where is my invoice"), "Data", "Export Runs…");
      const exported = join(workbench.workspace, "exported.json");
      await saveAs(workbench, ".json", exported);
      await expect.poll(() => readFile(exported, "utf8").catch(() => "")).toContain(title);
      await workbench.runCommand("Dynamiq: Diagnose Connection");
      await workbench.answerNotification("responds as a Dynamiq app", "Copy Report");

      await addConnectionAnyway(workbench, { name: "Redirected", address: redirecting.url, accessKey });
      await welcome(workbench).getByText("The runs couldn't be loaded.").waitFor();
      await addConnectionAnyway(workbench, { name: "Echo", address: echo.url, accessKey });
      await welcome(workbench).getByText("The access key was rejected.").waitFor();
      await workbench.runCommand("Dynamiq: Diagnose Connection");
      await workbench.tab("Diagnosis of Echo").waitFor();
      await workbench.runCommand("Dynamiq: Show Log");
      await page.locator(".part.panel .view-lines").getByText("/v1/runs?page").first().waitFor();

      const { looked, found } = await placesWith(workbench, accessKey);
      expect(found).toEqual([]);
      const log = looked.find((place) => place.endsWith("Dynamiq Runs.log")) ?? "";
      expect(await readFile(join(workbench.state, log), "utf8")).toMatch(
        /\[debug\] #\d+ GET \/v1\/runs\?.* 401 in \d+ ms/,
      );
      for (const text of [title, "Planted text", "planted_code"]) expect(await logsWith(workbench, text)).toEqual([]);
      // At this level VS Code's own log names the rows of every tree by their ids. Only our log is ours to check.
      const ours = async (id: string): Promise<string[]> =>
        (await logsWith(workbench, id)).filter((line) => line.startsWith(log));
      for (const { run_id } of app.created) expect(await ours(run_id)).toEqual([]);
      expect(looked.some((place) => place.startsWith("frame ")) && looked.length > 20).toBe(true);
      expect(elsewhere.requests).toEqual([]);
      expect(redirecting.requests.length).toBeGreaterThan(0);
    }),
  );
});
