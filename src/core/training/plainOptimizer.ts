/** `torch.optim`'s updates as a student should read them, in double precision: the oracle of the kernel's, and what *One step by hand* shows. */
import { type OptimizerOptions, optimizerConstants } from "./trainingOptions.ts";

/** What an optimizer remembers of one table: Adam's two means, Adagrad's sum of squares. SGD remembers nothing. */
export interface Moments {
  readonly first: Float32Array | Float64Array;
  readonly second: Float32Array | Float64Array;
}

/**
 * Changes the parameters in place, and the moments.
 * @param step 1 for the first  @param moments as long as the parameters; zeros before the first step
 */
export function optimizerStep(
  { optimizer, learningRate }: OptimizerOptions,
  parameters: Float32Array | Float64Array,
  gradient: Float64Array,
  moments: Moments,
  step: number,
): void {
  const { beta1, beta2, epsilon, adagradEpsilon, weightDecay } = optimizerConstants;
  const { first, second } = moments;
  const correction1 = 1 - beta1 ** step;
  const correction2 = 1 - beta2 ** step;
  for (const [i, g] of gradient.entries()) {
    const p = parameters[i]!; // parameters and moments are as long as the gradient
    switch (optimizer) {
      case "SGD":
        parameters[i] = p - learningRate * g;
        break;
      case "Adam":
      case "AdamW": {
        const mean = (first[i] = first[i]! + (1 - beta1) * (g - first[i]!));
        const square = (second[i] = beta2 * second[i]! + (1 - beta2) * g * g);
        const kept = optimizer === "AdamW" ? p * (1 - learningRate * weightDecay) : p;
        parameters[i] = kept - ((learningRate / correction1) * mean) / (Math.sqrt(square) / Math.sqrt(correction2) + epsilon);
        break;
      }
      case "Adagrad": {
        const sum = (second[i] = second[i]! + g * g);
        parameters[i] = p - (learningRate * g) / (Math.sqrt(sum) + adagradEpsilon);
        break;
      }
      default:
        optimizer satisfies never;
    }
  }
}
