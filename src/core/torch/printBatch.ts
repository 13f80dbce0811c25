/** One DataLoader batch as the notebook prints it: `print(batch)`, and `print("Inputs:\n", inputs)`, `print("\nTargets:\n", targets)`. */
import { printTensor } from "./printTensor.ts";

/** Two int64 tensors of the same shape, as a DataLoader over `GPTDatasetV1` yields them. */
export interface PrintableBatch {
  readonly shape: readonly number[];
  readonly inputIds: ArrayLike<number>;
  readonly targetIds: ArrayLike<number>;
}

const tensors = ({ shape, inputIds, targetIds }: PrintableBatch): readonly [string, string] => [
  printTensor({ shape, dtype: "int64", values: inputIds }),
  printTensor({ shape, dtype: "int64", values: targetIds }),
];

/** `print(batch)`: a Python list of two tensors, `[tensor([[…]]), tensor([[…]])]`. */
export function printBatchList(batch: PrintableBatch): string {
  return `[${tensors(batch).join(", ")}]`;
}

/** The notebook's two prints; the space before each tensor is the separator that `print` writes. */
export function printInputsAndTargets(batch: PrintableBatch): string {
  const [inputs, targets] = tensors(batch);
  return `Inputs:\n ${inputs}\n\nTargets:\n ${targets}`;
}
