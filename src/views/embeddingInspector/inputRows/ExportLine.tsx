/** "Save as .npy · .safetensors · PNG": each a button. */
export function ExportLine(props: {
  readonly choices: readonly { readonly label: string; readonly title: string; readonly onSave: () => void }[];
}) {
  return (
    <div class="line exports small">
      <span class="dim">Save as</span>
      {props.choices.map(({ label, title, onSave }) => (
        <button key={label} type="button" class="link" title={title} onClick={onSave}>
          {label}
        </button>
      ))}
    </div>
  );
}
