/** What the parts of the Windows tab are given. */
import type { TextProps } from "../tokenView.ts";
import type { WindowsModel } from "./windowsModel.ts";

export interface WindowsProps extends TextProps {
  readonly model: WindowsModel;
}

/** Parts that need a window. */
export interface WindowProps extends WindowsProps {
  /** The window that is shown, in document order. */
  readonly window: number;
}
