/** The tfjs kernels the inspector computes with, for both backends; nothing else of tfjs is bundled. */
import { registerKernel } from "@tensorflow/tfjs-core";
import { addConfig as cpuAdd } from "@tensorflow/tfjs-backend-cpu/dist/kernels/Add";
import { batchMatMulConfig as cpuBatchMatMul } from "@tensorflow/tfjs-backend-cpu/dist/kernels/BatchMatMul";
import { castConfig as cpuCast } from "@tensorflow/tfjs-backend-cpu/dist/kernels/Cast";
import { gatherV2Config as cpuGather } from "@tensorflow/tfjs-backend-cpu/dist/kernels/GatherV2";
import { identityConfig as cpuIdentity } from "@tensorflow/tfjs-backend-cpu/dist/kernels/Identity";
import { multiplyConfig as cpuMultiply } from "@tensorflow/tfjs-backend-cpu/dist/kernels/Multiply";
import { oneHotConfig as cpuOneHot } from "@tensorflow/tfjs-backend-cpu/dist/kernels/OneHot";
import { reshapeConfig as cpuReshape } from "@tensorflow/tfjs-backend-cpu/dist/kernels/Reshape";
import { sliceConfig as cpuSlice } from "@tensorflow/tfjs-backend-cpu/dist/kernels/Slice";
import { subConfig as cpuSub } from "@tensorflow/tfjs-backend-cpu/dist/kernels/Sub";
import { sumConfig as cpuSum } from "@tensorflow/tfjs-backend-cpu/dist/kernels/Sum";
import { transposeConfig as cpuTranspose } from "@tensorflow/tfjs-backend-cpu/dist/kernels/Transpose";
import { addConfig as webglAdd } from "@tensorflow/tfjs-backend-webgl/dist/kernels/Add";
import { batchMatMulConfig as webglBatchMatMul } from "@tensorflow/tfjs-backend-webgl/dist/kernels/BatchMatMul";
import { castConfig as webglCast } from "@tensorflow/tfjs-backend-webgl/dist/kernels/Cast";
import { gatherV2Config as webglGather } from "@tensorflow/tfjs-backend-webgl/dist/kernels/GatherV2";
import { identityConfig as webglIdentity } from "@tensorflow/tfjs-backend-webgl/dist/kernels/Identity";
import { multiplyConfig as webglMultiply } from "@tensorflow/tfjs-backend-webgl/dist/kernels/Multiply";
import { oneHotConfig as webglOneHot } from "@tensorflow/tfjs-backend-webgl/dist/kernels/OneHot";
import { reshapeConfig as webglReshape } from "@tensorflow/tfjs-backend-webgl/dist/kernels/Reshape";
import { sliceConfig as webglSlice } from "@tensorflow/tfjs-backend-webgl/dist/kernels/Slice";
import { subConfig as webglSub } from "@tensorflow/tfjs-backend-webgl/dist/kernels/Sub";
import { sumConfig as webglSum } from "@tensorflow/tfjs-backend-webgl/dist/kernels/Sum";
import { transposeConfig as webglTranspose } from "@tensorflow/tfjs-backend-webgl/dist/kernels/Transpose";

/** Once, before the first backend is made. */
export function registerKernels(): void {
  const cpu = [
    cpuAdd,
    cpuBatchMatMul,
    cpuCast,
    cpuGather,
    cpuIdentity,
    cpuMultiply,
    cpuOneHot,
    cpuReshape,
    cpuSlice,
    cpuSub,
    cpuSum,
    cpuTranspose,
  ];
  const webgl = [
    webglAdd,
    webglBatchMatMul,
    webglCast,
    webglGather,
    webglIdentity,
    webglMultiply,
    webglOneHot,
    webglReshape,
    webglSlice,
    webglSub,
    webglSum,
    webglTranspose,
  ];
  for (const kernel of [...cpu, ...webgl]) registerKernel(kernel);
}
