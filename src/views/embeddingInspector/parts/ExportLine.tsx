/** "Save as .npy · .safetensors · PNG": each a button. */
import { t } from "../../shared/l10n.tsx";

export function ExportLine(props: {
  readonly choices: readonly { readonly label: string; readonly title: string; readonly onSave: () => void }[];
}) {
  return (
    <div class="line exports small">
      <span class="dim">{t("Save as")}</span>
      {props.choices.map(({ label, title, onSave }) => (
        <button key={label} type="button" class="link" title={title} onClick={onSave}>
          {label}
        </button>
      ))}
    </div>
  );
}
