import fc from "fast-check";
import { times } from "../support/cases.ts";

// `npm test` tries the same cases each time: it fails for a change, not by chance. `npm run test:long` tries others.
if (times === 1) fc.configureGlobal({ seed: 1 });
