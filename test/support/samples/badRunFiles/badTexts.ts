import { whole } from "./badFields.ts";
import type { BadRow } from "./badRow.ts";

const wayOfKeys =
  "looks like an access key or a personal token. Remove it: keys belong in a connection, not in a file.";
const variables =
  "Valid variables are ${env:NAME}, ${workspaceFolder}, ${file:relative/path.txt}, ${prompt:Label}, ${uuid}, ${now}.";
const literally = "To write these characters literally, use $${ instead of ${.";

/** Texts that hold a key. */
export const leakedKeys: BadRow[] = [
  [
    "an access key in the input",
    '{"input": {"auth": ["dynamiq_acc_SECRETSECRET"]}}',
    1,
    21,
    26,
    `input.auth[0] ${wayOfKeys}`,
    "input.auth[0]",
  ],
  [
    "an access key within a text",
    '{"question": "Why is dynamiq_acc_SECRETSECRET refused?"}',
    1,
    14,
    42,
    `question ${wayOfKeys}`,
    "question",
  ],
  [
    "a personal token as the user",
    whole('"user_id": "dyn_pat_SECRETSECRET"'),
    3,
    14,
    22,
    `user_id ${wayOfKeys}`,
    "user_id",
  ],
  [
    "an older personal token in a path",
    whole('"files": ["./uak_SECRETSECRET"]'),
    3,
    13,
    20,
    `files[0] ${wayOfKeys}`,
    "files[0]",
  ],
  [
    "a field that is named like a key",
    '{"dynamiq_acc_SECRETSECRET": {"a": 1}}',
    1,
    2,
    26,
    `the name of this field ${wayOfKeys}`,
  ],
  [
    "an access key where no text may stand",
    whole('"dynamiq_acc_SECRETSECRET": 1'),
    3,
    3,
    26,
    `the name of this field ${wayOfKeys}`,
  ],
];

/** Texts with variables that stand for nothing. */
export const badVariables: BadRow[] = [
  [
    "a variable that does not exist",
    '{"a": "Hello ${user}"}',
    1,
    14,
    7,
    `unknown variable. ${variables} ${literally}`,
    "a",
  ],
  ["a variable in capitals", '{"a": "${UUID}"}', 1, 8, 7, `unknown variable. ${variables} ${literally}`, "a"],
  [
    "a variable after escapes",
    '{"a": "\\n\\u00e4 ${x}"}',
    1,
    17,
    4,
    `unknown variable. ${variables} ${literally}`,
    "a",
  ],
  [
    "a variable that is not closed",
    '{"a": "${env:HOME"}',
    1,
    8,
    10,
    `this variable isn't closed with }. ${literally}`,
    "a",
  ],
  [
    "a variable without its name",
    '{"a": "${env:}"}',
    1,
    8,
    7,
    `\${env} needs an argument: \${env:NAME}. ${literally}`,
    "a",
  ],
  ["a variable that takes nothing", '{"a": "${uuid:4}"}', 1, 8, 9, `\${uuid} takes no argument. ${literally}`, "a"],
];
