import { useState } from "preact/hooks";
import type { Base64File } from "#base/base64File.ts";
import { formatCount } from "#model/counts.ts";
import { IconButton } from "#ui/Icon.tsx";
import { Markdown } from "#ui/markdown/Markdown.tsx";
import { marked } from "#ui/marked.tsx";
import { useTabIndex } from "#ui/tabStops.ts";
import { usePanel } from "#workbench/panel/page/host.ts";
import type { ValueRequest } from "#workbench/panel/page/messages.ts";
import type { TreeMemory } from "#workbench/panel/page/state/viewMemory.ts";

/** In characters. A longer text is cut even when it is opened, because its layout would be slow. */
const blockLimit = 100_000;
/** In characters. Only shorter texts mark their matches, because a letter may match ten thousand times. */
const markLimit = 20_000;
/** Larger images aren't drawn, since each pixel takes four bytes in memory. */
const maxPixels = 40_000_000;

export interface BlockProps {
  id: string;
  name: string;
  memory: TreeMemory;
  use: (use: ValueRequest["use"]) => void;
}

/** A long string with its line breaks; as Markdown on request. */
export function TextBlock(props: { text: string; finder: RegExp | undefined } & BlockProps) {
  const { id, text, use, memory } = props;
  const { host } = usePanel();
  const tabIndex = useTabIndex();
  const [drawn, setDrawn] = useState(memory.drawn.has(id));
  const draw = (as: boolean): void => {
    if (as) memory.drawn.add(id);
    else memory.drawn.delete(id);
    setDrawn(as);
  };
  return (
    <div class="block" onClick={(event) => event.stopPropagation()}>
      <header>
        <TextOrMarkdown name={props.name} drawn={drawn} onDraw={draw} />
        <span class="end">
          <IconButton icon="copy" name="Copy String" onPress={() => use("copy")} />
          <IconButton icon="go-to-file" name="Open String as Text" onPress={() => use("open")} />
        </span>
      </header>
      {drawn ? (
        <div class="drawn" tabIndex={tabIndex} role="group" aria-label={`${props.name} as Markdown`}>
          <Markdown text={text} growing={false} host={host} head="h2" />
        </div>
      ) : (
        <Plain text={text} finder={props.finder} />
      )}
    </div>
  );
}

function TextOrMarkdown(props: { name: string; drawn: boolean; onDraw: (as: boolean) => void }) {
  const tabIndex = useTabIndex();
  return (
    <span class="seg" role="group" aria-label={`Show ${props.name} as`}>
      <button type="button" tabIndex={tabIndex} aria-pressed={!props.drawn} onClick={() => props.onDraw(false)}>
        Text
      </button>
      <button type="button" tabIndex={tabIndex} aria-pressed={props.drawn} onClick={() => props.onDraw(true)}>
        Markdown
      </button>
    </span>
  );
}

function Plain({ text, finder }: { text: string; finder: RegExp | undefined }) {
  const more = text.length - blockLimit;
  return (
    <>
      <pre tabIndex={useTabIndex()}>{text.length > markLimit ? text.slice(0, blockLimit) : marked(text, finder)}</pre>
      {more > 0 && <p class="more dim">+ {formatCount(more)} characters</p>}
    </>
  );
}

/** A file in base64: an image is shown, any file can be saved. */
export function FileBlock({ name, file, use }: { file: Base64File } & BlockProps) {
  const { extension, image, size } = file;
  const title = name.toLowerCase().endsWith(`.${extension}`) ? name : `${name}.${extension}`;
  const draws = image && size !== undefined && size.width * size.height <= maxPixels;
  return (
    <div class="block img" onClick={(event) => event.stopPropagation()}>
      <header>
        <span class="ellipsis">{title}</span>
        <span class="end">
          <IconButton icon="copy" name="Copy Base64" onPress={() => use("copy")} />
          <IconButton icon="save-as" name="Save File…" onPress={() => use("save")} />
        </span>
      </header>
      {draws ? (
        <img
          alt={`Image from ${name}`}
          width={size.width}
          height={size.height}
          src={`data:${file.mime};base64,${file.base64}`}
        />
      ) : (
        <p class="more dim">{image ? "This image is too large to show here." : "Save it to view it."}</p>
      )}
    </div>
  );
}
