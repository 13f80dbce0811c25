/** The effects around one token: which one the lens looks at, what its table says of it, and its neighbours. */
import { saidOf } from "../../shared/tokenText.ts";
import { StaleError } from "../inputRows/anatomyJob.ts";
import { sentence, Slot, type Tools } from "../effects.ts";
import type { TableFacts } from "./neighbourJobs.ts";
import { type InspectorState, namesFit, type ReadyTables, type TokenLabel } from "../state.ts";
import { textKey } from "../textKey.ts";
import type { DistinctToken } from "../../../protocol/embeddingInspector.ts";
import type { TokenText } from "../../../protocol/views.ts";

const neighbourCount = 50;

export class NeighbourEffects {
  readonly #tools: Tools;
  readonly #focus = new Slot();
  readonly #facts = new Slot();
  readonly #found = new Slot();
  /** The text's ids, for the text they were asked for. */
  #distinct: { readonly key: string; readonly tokens: Promise<ReadonlyMap<number, DistinctToken>> } | undefined;

  constructor(tools: Tools) {
    this.#tools = tools;
  }

  update(state: InspectorState): void {
    this.#updateFocus(state);
    const isShown = !state.kept.folded.includes("neighbours");
    if (state.tables.kind !== "ready") {
      this.#facts.leave();
      this.#found.leave();
      return;
    }
    if (!isShown) return;
    this.#updateFacts(state.tables);
    const { facts } = this.#tools.store.get(); // a new table has just dropped the old one's
    if (facts !== undefined) this.#updateFound(state, state.tables, facts);
  }

  /** @throws what the host throws */
  async show(token: TokenLabel): Promise<void> {
    const { store, host } = this.#tools;
    const { id, text, partial } = token;
    store.dispatch({ kind: "terms", terms: [{ id, text, partial, factor: 1 }] });
    const inText = (await this.distinct()).get(id);
    if (inText !== undefined) await host.request("lens/change", { selectedToken: inText.first });
  }

  async search(query: string, limit: number, signal: AbortSignal): Promise<readonly TokenLabel[]> {
    const found = await this.#tools.host.request("vocabulary/search", { query, limit }, signal);
    return toLabels(found.ids, found.texts);
  }

  async name(ids: readonly number[]): Promise<void> {
    const { store, host } = this.#tools;
    const { names, view } = store.get();
    const vocabSize = view?.text.kind === "ready" && namesFit(view) ? view.text.vocabSize : 0;
    const unnamed = ids.filter((id) => !names.has(id));
    const foreign = unnamed.filter((id) => id >= vocabSize);
    if (foreign.length > 0) store.dispatch({ kind: "names", tokens: foreign.map((id) => ({ id, text: `row ${id}`, partial: false })) });
    const known = unnamed.filter((id) => id < vocabSize);
    if (known.length === 0) return;
    store.dispatch({ kind: "names", tokens: toLabels(known, await host.request("vocabulary/texts", { ids: known })) });
  }

  /** The ids of the text, in order of first appearance; none without a text. */
  async distinct(): Promise<ReadonlyMap<number, DistinctToken>> {
    const { view } = this.#tools.store.get();
    if (view?.text.kind !== "ready") return new Map();
    const key = textKey(view.lens, view.text);
    if (this.#distinct?.key !== key) {
      const tokens = this.#tools.host
        .request("tokens/distinct", null)
        .then((answer) => new Map(answer.tokens.map((token) => [token.id, token])));
      this.#distinct = { key, tokens };
    }
    return this.#distinct.tokens;
  }

  /** The token selected in the lens, else the first of the window. */
  #updateFocus({ view, anatomy }: InspectorState): void {
    if (view?.text.kind !== "ready") return;
    const { store, host } = this.#tools;
    const { selectedToken } = view.lens;
    const { tokenCount } = view.text;
    const key = textKey(view.lens, view.text);
    if (selectedToken === null || selectedToken >= tokenCount) {
      const first = anatomy.kind === "ready" ? anatomy.anatomy.tokens[0] : undefined;
      if (first !== undefined && this.#focus.enter(`window ${key} ${first.id} ${first.text}`)) {
        store.dispatch({ kind: "focus", token: first });
      }
      return;
    }
    const signal = this.#focus.enter(`token ${key} ${selectedToken}`);
    if (signal === undefined) return;
    host
      .request("tokens/slice", { from: selectedToken, to: selectedToken + 1 }, signal)
      .then((slice) => {
        const [token] = toLabels(slice.ids, slice.texts);
        if (token !== undefined && !signal.aborted) store.dispatch({ kind: "focus", token: { ...token, index: selectedToken } });
      })
      .catch((error: unknown) => {
        if (!signal.aborted && !(error instanceof StaleError)) store.dispatch({ kind: "problem", message: sentence(error) });
      });
  }

  #updateFacts({ key, token }: ReadyTables): void {
    const signal = this.#facts.enter(key);
    if (signal === undefined) return;
    const { store } = this.#tools;
    store.dispatch({ kind: "facts", facts: undefined });
    this.#tools.gpu
      .run((gpu, work) => work.tableFacts(gpu, token), signal)
      .then((facts) => {
        if (!signal.aborted) store.dispatch({ kind: "facts", facts });
      })
      .catch((error: unknown) => {
        if (!signal.aborted) store.dispatch({ kind: "neighbours", neighbours: { kind: "failed", message: sentence(error) } });
      });
  }

  #updateFound(state: InspectorState, tables: ReadyTables, facts: TableFacts): void {
    const { terms, kept, generation } = state;
    if (terms.length === 0 || facts.norms.length !== tables.token.numEmbeddings) return;
    const asked = terms.map(({ id, factor }) => [id, factor]);
    const signal = this.#found.enter(
      JSON.stringify([tables.key, state.view?.lens.encoding, asked, kept.metric, kept.withInputs, generation]),
    );
    if (signal === undefined) return;
    const { store } = this.#tools;
    this.#find(state, tables, facts, signal)
      .then((found) => {
        if (!signal.aborted) store.dispatch({ kind: "neighbours", neighbours: found });
      })
      .catch((error: unknown) => {
        if (!signal.aborted) store.dispatch({ kind: "neighbours", neighbours: { kind: "failed", message: sentence(error) } });
      });
  }

  async #find(
    { terms, kept: { metric, withInputs } }: InspectorState,
    { token: table }: ReadyTables,
    facts: TableFacts,
    signal: AbortSignal,
  ): Promise<InspectorState["neighbours"]> {
    const { store } = this.#tools;
    const excluded = new Set(withInputs ? [] : terms.map(({ id }) => id));
    let started = 0;
    const result = await this.#tools.gpu.run((gpu, work) => {
      started = performance.now();
      return work.findNeighbours(gpu, table, facts.norms, {
        terms: terms.map(({ id, factor }) => ({ index: id, factor })),
        metric,
        count: neighbourCount,
        excluded,
      });
    }, signal);
    const ms = performance.now() - started;
    store.dispatch({ kind: "computed", ms });
    await this.name(result.found.map(({ index }) => index));
    const { names } = store.get();
    const rows = result.found.map(({ index, score }) => {
      const label = names.get(index);
      return { id: index, text: label?.text ?? `row ${index}`, partial: label?.partial ?? false, known: label !== undefined, score };
    });
    return { kind: "ready", rows, metric, ms, bytesRead: result.bytesRead };
  }
}

const toLabels = (ids: readonly number[], texts: readonly TokenText[]): readonly TokenLabel[] =>
  texts.map((text, i) => ({ id: ids[i] ?? 0, ...saidOf(text) }));
