/** The variables that a program reads. The SDK itself doesn't. */
export const addressVariable = "DYNAMIQ_TRACE_BASE_URL";
export const keyVariable = "DYNAMIQ_TRACE_ACCESS_KEY";

/** Whether a run is shown when it has ended, or while it goes on. */
export type TracingMode = "end" | "live";

const imports = `import os
from dynamiq.callbacks import DynamiqTracingCallbackHandler
from dynamiq.runnables import RunnableConfig
`;

/** @param handler the class that the program makes for each run */
const use = (handler: string): string => `tracing = ${handler}(
    base_url=os.environ.get("${addressVariable}"),
    access_key=os.environ.get("${keyVariable}"),
)
result = wf.run(
    input_data={"input": "Hi"},
    config=RunnableConfig(callbacks=[tracing]),
)
`;

const methods = ["on_node_start", "on_node_end", "on_node_error"];

/** Posts after each step. The SDK itself posts only at the end of a run. */
const liveHandler = [
  "class LiveTracing(DynamiqTracingCallbackHandler):",
  ...methods.flatMap((method) => [
    `    def ${method}(self, *args, **kwargs):`,
    `        super().${method}(*args, **kwargs)`,
    "        self.flush()",
    "",
  ]),
].join("\n");

/** The lines that a program needs, in Python. */
export const tracingCode: Readonly<Record<TracingMode, string>> = {
  end: `${imports}\n${use("DynamiqTracingCallbackHandler")}`,
  live: `${imports}\n${liveHandler}\n${use("LiveTracing")}`,
};
