import { defineConfig } from "vitest/config";

export default defineConfig({
  base: "./",
  build: {
    outDir: "../static",
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
  test: { dir: "../../../tests/page", globals: true },
  server: { host: "127.0.0.1", port: 8421, strictPort: true },
});
