import { resolve } from "node:path";
import { defineConfig } from "vite";

const island = (name: string): string => resolve(__dirname, "src", `${name}.ts`);

// Each island is an entry; the server finds the built files by the manifest (web/rendering.py).
export default defineConfig({
  base: "/static/dist/",
  build: {
    outDir: resolve(__dirname, "../src/marsad/web/static/dist"),
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2022",
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1500,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: { listing: island("listing"), review: island("review"), pairs: island("pairs"), pictures: island("pictures"), network: island("network") },
    },
  },
});
