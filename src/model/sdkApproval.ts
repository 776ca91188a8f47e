type Fields = Record<string, unknown>;

/**
 * A request for approval under the names of the Runs API, whatever it came under: the SDK calls the prompt `template`,
 * the parameters `data`, and those that can be edited `mutable_data_params`. What else it holds stays.
 */
export function approvalFields(fields: Fields): Fields {
  const { template, data, mutable_data_params: editable, ...rest } = fields;
  if (!isSdkApproval(fields)) return fields;
  const prompt = typeof rest["prompt"] === "string" ? rest["prompt"] : typeof template === "string" ? template : "";
  return {
    ...rest,
    prompt: prompt.trim(),
    params: rest["params"] ?? data,
    editable_params: rest["editable_params"] ?? editable,
  };
}

/** Whether a request for approval has the SDK's names. */
export function isSdkApproval(fields: Fields): boolean {
  return "mutable_data_params" in fields || (typeof fields["template"] === "string" && "data" in fields);
}
