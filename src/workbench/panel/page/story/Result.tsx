import { isContainer } from "#base/json/exactNumber.ts";
import { parseJson } from "#base/json/parseJson.ts";
import { stringifyJson } from "#base/json/stringifyJson.ts";
import { formatBytes } from "#model/bytes.ts";
import { countOf } from "#model/counts.ts";
import { fieldsInLine, type ResultPart } from "#model/runResult.ts";
import { readTable } from "#model/shortTable.ts";
import { useFold } from "#ui/hooks/useFold.ts";
import { Icon, IconButton } from "#ui/Icon.tsx";
import { JsonText } from "#ui/JsonText.tsx";
import { Markdown } from "#ui/markdown/Markdown.tsx";
import { useTabIndex } from "#ui/tabStops.ts";
import { containerWords } from "#workbench/panel/page/json/NodeValue.tsx";
import type { ValueRequest } from "#workbench/panel/page/messages.ts";
import { ResultFiles } from "#workbench/panel/page/resultFiles/ResultFile.tsx";
import type { FileView } from "#workbench/panel/page/valueViews.ts";
import { ResultCaveats } from "./ResultCaveats.tsx";
import { ShortTableView } from "./ShortTableView.tsx";
import type { ShownResult } from "./shownResult.ts";
import { useStory } from "./storyContext.ts";

interface ResultProps {
  result: ShownResult;
  /** Whether the reader saw the texts where they were streamed, so that they aren't repeated. */
  isAbove: boolean;
}

/** How many short fields are in the line. The others follow with lists and objects. */
const maxShortFields = 12;

/** The result of a run: its texts, its short fields, and the rest folded. */
export function Result(props: ResultProps) {
  const { result } = props;
  const { view, texts, short, rest } = result;
  if (view.kind === "absent") {
    return (
      <div class="res plain">
        <div class="none">
          <p>The app returned no output.</p>
          <p class="dim">A field of the Output node stays empty if nothing is mapped to it.</p>
        </div>
      </div>
    );
  }
  if (view.kind === "tooLarge") {
    return (
      <div class="res">
        <TooLarge bytes={view.bytes} />
      </div>
    );
  }
  const more = [...short.slice(maxShortFields), ...rest];
  return (
    <div class="res">
      <ResultCaveats result={result} />
      {texts.map((part) => (
        <Text {...props} part={part} key={part.path.join("/")} />
      ))}
      {short.length > 0 && (
        <dl class="pairs" aria-label="Short fields">
          {short.slice(0, maxShortFields).map(({ name, value }) => (
            <div key={name}>
              {name !== "" && <dt>{name}</dt>}
              <dd class={value === null || value === "" ? "dim" : undefined}>
                {value === "" ? "empty" : String(value)}
              </dd>
            </div>
          ))}
        </dl>
      )}
      {more.length > 0 && (
        <div class="rest" role="group" aria-label="Lists and objects">
          {more.map((part) => (
            <Folded {...props} part={part} key={part.path.join("/")} />
          ))}
        </div>
      )}
      {texts.length + short.length + more.length === 0 && <p class="none dim">The output is empty.</p>}
    </div>
  );
}

function Text({ part, result, isAbove }: ResultProps & { part: ResultPart<string> }) {
  const { name, path, value } = part;
  const { host, onJump } = useStory();
  const tabIndex = useTabIndex();
  const label = name === "" ? "The result" : name;
  const said = isAbove ? result.said.get(path) : undefined;
  const size = countOf(value.length, "character");
  if (said) {
    return (
      <p class="cav">
        <Icon name="comment" />
        <span>
          {name === "" ? label : <code>{name}</code>} is the text above ({size}).
        </span>
        <button type="button" class="link" tabIndex={tabIndex} onClick={() => onJump(said.sequence, said.id)}>
          Show in Story
        </button>
      </p>
    );
  }
  const copy = (): void => host.post({ type: "useValue", use: "copy", side: "output", path });
  return (
    <section class="txt" aria-label={label}>
      <header>
        {name !== "" && <code>{name}</code>}
        <span>{size}</span>
        <span class="end">
          <IconButton icon="copy" name={`Copy ${name === "" ? "Result" : name}`} onPress={copy} />
        </span>
      </header>
      {isJson(value) ? (
        <JsonText text={value} label={label} />
      ) : (
        <Markdown text={value} growing={false} host={host} head="h3" />
      )}
    </section>
  );
}

/** In characters. A longer text isn't parsed only to learn how to draw it. */
const maxParsedLength = 100_000;

function isJson(text: string): boolean {
  if (text.length > maxParsedLength || !/^\s*[[{]/.test(text)) return false;
  try {
    parseJson(text);
    return true;
  } catch {
    return false;
  }
}

/** In characters: how much of a value is shown in its line, and when it is expanded. */
const [maxLineLength, maxShownLength] = [500, 20_000];

/** A list or an object in one line, and its JSON on request. */
function Folded({ part, result }: ResultProps & { part: ResultPart }) {
  const { name, path, value } = part;
  const { memory } = useStory();
  const id = `result ${path.join("/")}`;
  const [open, toggle] = useFold(memory, id);
  const tabIndex = useTabIndex();
  const files = filesIn(result, path);
  const isEmpty = isContainer(value) && Object.keys(value).length === 0;
  const table = readTable(name, value);
  const label = name === "" ? "the output" : name;
  const line = (
    <>
      {name !== "" && <code class="k">{name}</code>}
      <span class="ui">{isContainer(value) ? containerWords(value) : ""}</span>
      <span class="ellipsis">{isContainer(value) ? fieldsInLine(value) : String(value).slice(0, maxLineLength)}</span>
    </>
  );
  if (isEmpty || !isContainer(value)) {
    return (
      <>
        <div class="row">{line}</div>
        <ResultFiles files={files} of={label} />
      </>
    );
  }
  return (
    <>
      <button type="button" class="row" tabIndex={tabIndex} aria-expanded={open} onClick={toggle}>
        <Icon name={open ? "chevron-down" : "chevron-right"} />
        {line}
      </button>
      {open ? <Json value={value} label={label} /> : table && <ShortTableView table={table} isNamed />}
      <ResultFiles files={files} of={label} />
    </>
  );
}

function Json({ value, label }: { value: object; label: string }) {
  const text = stringifyJson(value, 2) ?? "";
  const { dispatch } = useStory();
  const openOutput = (): void => dispatch({ type: "tab", tab: "output" });
  const tabIndex = useTabIndex();
  return (
    <div class="json">
      <JsonText
        text={text.slice(0, maxShownLength)}
        length={text.length}
        label={label}
        more={(left) => (
          <p class="more dim">
            + {countOf(left, "character")}{" "}
            <button type="button" class="link" tabIndex={tabIndex} onClick={openOutput}>
              Open Output
            </button>
          </p>
        )}
      />
    </div>
  );
}

function filesIn({ view }: ShownResult, path: ResultPart["path"]): FileView[] {
  if (view.kind !== "value") return [];
  const isInside = (each: { path: ResultPart["path"] }): boolean =>
    path.every((key, index) => each.path[index] === key);
  const { files = [], texts = [] } = view;
  return [...files.filter(isInside).map(({ file }) => file), ...texts.filter(isInside).flatMap((text) => text.files)];
}

function TooLarge({ bytes }: { bytes: number }) {
  const { host } = useStory();
  const tabIndex = useTabIndex();
  const use = (what: ValueRequest["use"]): void => host.post({ type: "useValue", use: what, side: "output", path: [] });
  return (
    <p class="cav">
      <Icon name="info" />
      <span>The output ({formatBytes(bytes)}) is too large to show here.</span>
      <button type="button" class="link" tabIndex={tabIndex} onClick={() => use("open")}>
        Open as Text
      </button>
      <button type="button" class="link" tabIndex={tabIndex} onClick={() => use("show")}>
        Show Anyway
      </button>
    </p>
  );
}
