/** The golden numbers of real PyTorch in test/fixtures/pytorch.json, with their types. */

import golden from "../fixtures/pytorch.json" with { type: "json" };

interface GoldenLayerShape {
  readonly vocabSize: number;
  readonly embeddingDim: number;
  readonly sum: number;
  readonly sumOfSquares: number;
}
/** A small layer is there whole, a large one as eight values from the start, the middle and the end. */
export interface GoldenLayer extends GoldenLayerShape {
  readonly weight?: readonly (readonly number[])[];
  readonly first?: readonly number[];
  readonly last?: readonly number[];
  readonly middleIndex?: number;
  readonly middle?: readonly number[];
}
export interface PytorchGolden {
  readonly embedding: readonly { readonly seed: number; readonly layers: readonly GoldenLayer[] }[];
  readonly dataloader: readonly {
    readonly seed: number;
    readonly datasetLength: number;
    readonly batchSize: number;
    readonly dropLast: boolean;
    readonly epochs: readonly (readonly (readonly number[])[])[];
  }[];
  readonly randperm: readonly { readonly seed: number; readonly n: number; readonly values: readonly number[] }[];
}

export const pytorchGolden: PytorchGolden = golden;
