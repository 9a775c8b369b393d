import { defineConfig } from "vitest/config";

export default defineConfig({
  base: "./",
  build: {
    outDir: "../static",
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    rolldownOptions: { input: ["index.html", "console.html"] }, // the participant's page, and the operator's
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1000, // KB; the model viewer, which is loaded only where a lab shows its own model
  },
  test: { dir: "../../../tests/page", globals: true, testTimeout: 60_000 },
  server: { host: "127.0.0.1", port: 8421, strictPort: true },
});
