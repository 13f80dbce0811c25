/** The optimizers' updates, four values at once, each as PyTorch writes it. `count` is a multiple of 4; what does not change in a step is computed by the caller. */

/** torch.optim.SGD: parameter −= lr · gradient. */
export function sgd(parameters: usize, gradient: usize, count: usize, learningRate: f32): void {
  const rate = f32x4.splat(learningRate);
  for (let at: usize = 0; at < count << 2; at += 16) {
    v128.store(parameters + at, f32x4.sub(v128.load(parameters + at), f32x4.mul(v128.load(gradient + at), rate)));
  }
}

/**
 * torch.optim.Adam, and AdamW where `kept` = 1 − lr · weight_decay is not 1.
 * @param stepSize lr / (1 − β₁ᵗ)  @param rootScale 1 / √(1 − β₂ᵗ)
 */
export function adam(
  parameters: usize,
  gradient: usize,
  means: usize,
  squares: usize,
  count: usize,
  kept: f32,
  newMean: f32,
  oldSquare: f32,
  newSquare: f32,
  stepSize: f32,
  rootScale: f32,
  epsilon: f32,
): void {
  const k = f32x4.splat(kept),
    n1 = f32x4.splat(newMean),
    o2 = f32x4.splat(oldSquare),
    n2 = f32x4.splat(newSquare);
  const size = f32x4.splat(stepSize),
    root = f32x4.splat(rootScale),
    eps = f32x4.splat(epsilon);
  for (let at: usize = 0; at < count << 2; at += 16) {
    const g = v128.load(gradient + at);
    let mean = v128.load(means + at),
      square = v128.load(squares + at);
    mean = f32x4.add(mean, f32x4.mul(f32x4.sub(g, mean), n1));
    square = f32x4.add(f32x4.mul(square, o2), f32x4.mul(f32x4.mul(g, g), n2));
    v128.store(means + at, mean);
    v128.store(squares + at, square);
    const divisor = f32x4.add(f32x4.mul(f32x4.sqrt(square), root), eps);
    v128.store(parameters + at, f32x4.sub(f32x4.mul(v128.load(parameters + at), k), f32x4.mul(f32x4.div(mean, divisor), size)));
  }
}

/** torch.optim.Adagrad: sum += gradient², parameter −= lr · gradient / (√sum + ε). */
export function adagrad(parameters: usize, gradient: usize, sums: usize, count: usize, learningRate: f32, epsilon: f32): void {
  const rate = f32x4.splat(learningRate),
    eps = f32x4.splat(epsilon);
  for (let at: usize = 0; at < count << 2; at += 16) {
    const g = v128.load(gradient + at);
    const sum = f32x4.add(v128.load(sums + at), f32x4.mul(g, g));
    v128.store(sums + at, sum);
    v128.store(parameters + at, f32x4.sub(v128.load(parameters + at), f32x4.mul(f32x4.div(g, f32x4.add(f32x4.sqrt(sum), eps)), rate)));
  }
}
