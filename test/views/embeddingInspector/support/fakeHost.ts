/** The embedding inspector's host inside the page: what this view alone asks for, over the text that test/views/support/fakeHost.ts serves. */
import { inspectorHostMethods } from "../../../../src/protocol/embeddingInspector.ts";
import { inspectorTokenHandlers } from "../../../../src/protocol/tokenHandlers.ts";
import { asked, serve, sharedHandlers, tokens } from "../../support/fakeHost.ts";

serve("embeddingInspector", inspectorHostMethods, {
  ...sharedHandlers,
  ...inspectorTokenHandlers(tokens),
  "training/copyAsPyTorch": (options) => void asked.push(["training/copyAsPyTorch", options]),
});
