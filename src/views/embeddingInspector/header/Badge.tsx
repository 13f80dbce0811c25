/** "● webgl 2 · 12 ms": the backend really in use; its memory and the driver's name on hover. */
import { plural, t } from "../../shared/l10n.tsx";
import { computeMs, gpuReport, type InspectorProps } from "../inspectorView.ts";
import { formatMemory, formatMs } from "../parts/numbers.ts";

export function Badge({ view: { store } }: InspectorProps) {
  const gpu = store.get(gpuReport);
  const ms = store.get(computeMs);
  if (gpu === undefined) return <span class="badge">{t("starting…")}</span>;
  const isWebgl = gpu.backend === "webgl";
  const name = isWebgl ? `webgl ${gpu.version ?? ""}` : "cpu";
  const memory = plural(gpu.tensors, "{0} tensor · {1}", "{0} tensors · {1}", formatMemory(gpu.bytes));
  const title = [
    !isWebgl
      ? t("Computed by tfjs on the processor")
      : gpu.software
        ? t("Computed by tfjs on WebGL {0}, drawn by software on the processor", gpu.version ?? "")
        : t("Computed by tfjs on WebGL {0}", gpu.version ?? ""),
    gpu.renderer,
    memory,
    gpu.restored === 0 ? undefined : t("the driver's context was lost and replaced {0} times", gpu.restored),
  ];
  return (
    <span
      class={`badge ${gpu.backend}`}
      title={title.filter((line) => line !== undefined).join("\n")}
      data-backend={gpu.backend}
      data-tensors={gpu.tensors}
      data-bytes={gpu.bytes}
      data-uploads={gpu.uploads}
      data-restored={gpu.restored}
    >
      <span class="light" aria-hidden="true" />
      <span class="number">
        {gpu.software ? t("{0} (software)", name) : name}
        {ms === undefined ? "" : ` · ${formatMs(ms)}`}
      </span>
      <span class="number memory">{memory}</span>
    </span>
  );
}
