/**
 * What the MCP SDK needs of its platform, without Ajv, half of the SDK's size. The SDK validates with it the answers to
 * questions that a server asks through its client. Our servers ask none, and the inputs of tools are checked with zod.
 */
export { default as process } from "node:process";

export class DefaultJsonSchemaValidator {
  getValidator() {
    throw new Error("The bundle has the MCP SDK without a validator for JSON schemas. See .ci/build/mcpShims.mjs.");
  }
}
