/** The map of tokens: every point a row of the token table, seen along two directions (PCA) or laid out by nearness (UMAP). */
import "./map.css";
import { Choice, Link } from "../../shared/elements/elements.tsx";
import { t } from "../../shared/l10n.tsx";
import { type InspectorProps, palette } from "../inspectorView.ts";
import { Notice, Progress } from "../parts/states.tsx";
import { tables } from "../tables/tables.ts";
import { mapOptions, mapState, restartMap } from "./map.ts";
import { MapPicture } from "./MapPicture.tsx";

export function MapPart({ view }: InspectorProps) {
  const { store } = view;
  const options = store.get(mapOptions);
  const colours = store.get(palette);
  const made = store.get(tables);
  return (
    <>
      <div class="line spread">
        <Choice
          label={t("Tokens")}
          value={options.source}
          options={[
            { value: "document", label: t("this text"), title: t("The different tokens of the text") },
            { value: "vocabulary", label: t("vocabulary"), title: t("Every token of the encoding") },
          ]}
          onChange={(source) => store.set(mapOptions, { ...options, source })}
        />
        <Choice
          label={t("Layout")}
          value={options.method}
          options={[
            { value: "pca", label: "PCA", title: t("Seen along the two directions in which the rows differ most") },
            { value: "umap", label: "UMAP", title: t("Laid out so that near rows are drawn near") },
          ]}
          onChange={(method) => store.set(mapOptions, { ...options, method })}
        />
      </div>
      {made.kind === "ready" && colours !== undefined ? (
        <Map view={view} tables={made} palette={colours} />
      ) : (
        <Notice icon="watch">{t("The map appears as soon as the weights are there.")}</Notice>
      )}
    </>
  );
}

function Map({ view, ...given }: Pick<Parameters<typeof MapPicture>[0], "view" | "tables" | "palette">) {
  const state = view.store.get(mapState);
  switch (state.kind) {
    case "none":
      return null;
    case "failed":
      return (
        <Notice caution>
          {state.message} <Link onClick={() => restartMap(view)}>{t("Start again")}</Link>
        </Notice>
      );
    case "working":
      if (state.done !== undefined) return <Progress label={state.label} done={state.done} cancelLabel={t("Stop")} onCancel={state.stop} />;
      return (
        <Notice icon="watch">
          {state.label}… <Link onClick={state.stop}>{t("Stop")}</Link>
        </Notice>
      );
    case "ready":
      return (
        <>
          {state.map.done < 1 ? (
            <Progress label={t("Laying out (UMAP)")} done={state.map.done} cancelLabel={t("Stop")} onCancel={state.stop} />
          ) : null}
          <MapPicture view={view} map={state.map} {...given} />
        </>
      );
    default:
      return state satisfies never;
  }
}
