/** The bottom strip: all that is said of the selected token. It never moves; the merges unfold above it, over the text. */
import type { Lens } from "../../../protocol/lens.ts";
import type { ReadyText, TokenDescription, TokenText } from "../../../protocol/views.ts";
import { IconButton, Link } from "../../shared/elements.tsx";
import { counted, formatBytes, formatCount } from "../../shared/numbers.ts";
import { TokenChip, tokenText } from "../../shared/TokenChip.tsx";
import { labelOfText, saidOf } from "../../shared/tokenText.ts";
import type { PartProps } from "../App.tsx";

/** Bytes shown in the strip; the copy button copies all. */
const bytesShown = 24;

export function TokenDetails({ app, state, text, lens }: PartProps & { readonly text: ReadyText; readonly lens: Lens }) {
  const { choices } = state;
  const description = text.selected;
  if (description === undefined || lens.selectedToken === null) {
    return (
      <footer class="details">
        <span class="dim">Click a token, or put the cursor on one in the editor, to read about it here.</span>
      </footer>
    );
  }
  const { index, id, bytes, occurrences, line, column, merges } = description;
  const hex = formatBytes(bytes);
  const said = saidOf(description.text);
  return (
    <footer class="details" aria-label="Selected token">
      <p class="hidden-label" role="status">
        {`${labelOfText(description.text)}, id ${id}, token ${formatCount(index)} of ${formatCount(text.tokenCount)}`}
      </p>
      {choices.merges && merges.length > 0 ? <Merges description={description} /> : null}
      <div class="facts">
        <span class="fact chip tokens">
          <TokenChip index={index} {...said} class={description.special ? "special" : ""} />
        </span>
        <Fact name="id">
          <b>{id}</b>
          <IconButton icon="copy" label="Copy the id" onClick={() => app.copy(String(id))} />
        </Fact>
        <Fact name="token">
          {formatCount(index)} of {formatCount(text.tokenCount)}
        </Fact>
        <span class="fact mono bytes" title={`${counted(bytes.length, "byte")}: ${hex}`}>
          {bytes.length > bytesShown ? `${formatBytes(bytes.slice(0, bytesShown))} …` : hex}
        </span>
        {occurrences === undefined ? null : (
          <span class="fact number">{occurrences === 1 ? "once" : `${formatCount(occurrences)} times`}</span>
        )}
        {line === undefined || column === undefined ? null : (
          <span class="fact number">
            Ln {formatCount(line)}, Col {formatCount(column)}
          </span>
        )}
      </div>
      <div class="facts second">
        <Windows name="input in" app={app} range={description.inputWindows} />
        <Windows name="target in" app={app} range={description.targetWindows} />
        {merges.length === 0 ? (
          <span class="fact dim">no merges</span>
        ) : (
          <button
            type="button"
            class="link"
            aria-expanded={choices.merges}
            onClick={() => app.dispatch({ kind: "choicesChanged", choices: { merges: !choices.merges } })}
          >
            {counted(merges.length, "merge")}{" "}
            <span class={`codicon codicon-chevron-${choices.merges ? "down" : "right"}`} aria-hidden="true" />
          </button>
        )}
        <span class="spring" />
        <span class="details-actions">
          <Link onClick={() => app.runCommand("tokenscope.openEmbeddingInspector")}>Show embedding</Link>
          <IconButton
            icon="go-to-file"
            label="Show in the editor (Enter)"
            onClick={() => void app.host.request("editor/focus", { index })}
          />
          <IconButton icon="copy" label="Copy the token’s text" disabled={said.partial} onClick={() => app.copy(said.text)} />
        </span>
      </div>
    </footer>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: preact.ComponentChildren }) {
  return (
    <span class="fact number">
      <span class="dim">{name}</span> {children}
    </span>
  );
}

/** "input in windows 2–5", each end a link that selects the window. */
function Windows({
  name,
  app,
  range,
}: {
  readonly name: string;
  readonly app: PartProps["app"];
  readonly range: TokenDescription["inputWindows"];
}) {
  const go = (window: number): void => app.changeLens({ selectedWindow: window, tab: "windows" });
  const { from, to } = range;
  if (from === to) {
    return (
      <span class="fact number">
        <span class="dim">{name}</span> no window
      </span>
    );
  }
  return (
    <span class="fact number">
      <span class="dim">{name}</span> {to - from === 1 ? "window " : "windows "}
      <Link onClick={() => go(from)}>{formatCount(from)}</Link>
      {to - from === 1 ? null : (
        <>
          –<Link onClick={() => go(to - 1)}>{formatCount(to - 1)}</Link>
        </>
      )}
    </span>
  );
}

const mergePart = (text: TokenText): preact.ComponentChildren => ("text" in text ? tokenText(text.text) : labelOfText(text));

/** The steps in which the pairs were joined, in their order: "·A + w → ·Aw". */
function Merges({ description }: { readonly description: TokenDescription }) {
  return (
    <ol class="merges tokens" aria-label={`Merges of the piece ${labelOfText(description.piece)}`}>
      {description.merges.map(({ left, right, joined, rank }, at) => (
        <li key={at}>
          <span class="number dim">{at + 1}</span>
          <span class="token c0">{mergePart(left)}</span>
          <span class="dim">+</span>
          <span class="token c1">{mergePart(right)}</span>
          <span class="dim">→</span>
          <span class="token c3">{mergePart(joined)}</span>
          <span class="number dim">rank {formatCount(rank)}</span>
        </li>
      ))}
    </ol>
  );
}
