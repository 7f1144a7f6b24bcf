/// <reference types="vitest/config" />
import { globSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { defineConfig, type Plugin } from "vite";

const OUT = "src/aizuchi/ui/dist";

/** Islands are called by their file's name, so no two rooms may use the same one. */
function findIslands(): Record<string, string> {
  const islands: Record<string, string> = {};
  for (const path of globSync("src/aizuchi/*/islands/*.ts").toSorted()) {
    if (path.endsWith(".test.ts") || path.endsWith(".d.ts")) continue;
    const name = basename(path, ".ts");
    if (islands[name]) throw new Error(`Two islands are called ${name}: ${islands[name]} and ${path}`);
    islands[name] = path;
  }
  return islands;
}

/** The server hands these out as they are, so that no request has to compress anything. */
function compressOnce(): Plugin {
  const best = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
  return {
    name: "compress-once",
    apply: "build",
    writeBundle() {
      for (const entry of readdirSync(OUT, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile() || !/\.(js|css|svg)$/.test(entry.name)) continue;
        const path = join(entry.parentPath, entry.name);
        const content = readFileSync(path);
        writeFileSync(`${path}.br`, brotliCompressSync(content, best));
        writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
      }
    },
  };
}

// Twelve hexadecimal digits are what the static file server takes for "this name never changes its content".
const HASHED = "[name].[hash:12]";

export default defineConfig({
  base: "./",
  publicDir: false,
  plugins: [compressOnce()],
  build: {
    outDir: OUT,
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2023",
    cssTarget: ["chrome125", "safari18", "firefox128"],
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: { ...findIslands(), main: "src/aizuchi/ui/css/main.css" },
      output: {
        hashCharacters: "hex",
        entryFileNames: `${HASHED}.js`,
        chunkFileNames: `${HASHED}.js`,
        assetFileNames: `${HASHED}[extname]`,
      },
    },
  },
  test: {
    include: ["src/aizuchi/*/{islands,shared}/**/*.test.ts"],
    environment: "jsdom",
    restoreMocks: true,
    unstubGlobals: true,
  },
});
