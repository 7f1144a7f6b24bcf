/// <reference types="vitest/config" />
import { globSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { defineConfig, type Plugin } from "vite";

const OUT = "src/aizuchi/ui/dist";
const CSS = "src/aizuchi/ui/css";

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

/** The styles of one app lie beside its templates, each file loaded by the pages that use it, so names are taken once. */
function findStyles(): Record<string, string> {
  const styles: Record<string, string> = { main: `${CSS}/main.css`, catalogue: `${CSS}/catalogue.css` };
  for (const path of globSync("src/aizuchi/*/css/*.css").toSorted()) {
    if (path.startsWith(CSS)) continue;
    const name = basename(path, ".css");
    if (styles[`style_${name}`]) throw new Error(`Two files of styles are called ${name}: the other is ${path}`);
    styles[`style_${name}`] = path;
  }
  return styles;
}

/** What an app adds lies in the layer of components, below the utilities and above the layout, like what all share. */
function layerStyles(): Plugin {
  return {
    name: "layer-styles",
    enforce: "pre",
    transform(code, id) {
      const path = relative(process.cwd(), id);
      if (!/^src\/aizuchi\/(?!ui\/)\w+\/css\/\w+\.css$/.test(path)) return;
      return { code: `@layer components {\n${code}\n}`, map: null };
    },
  };
}

/** All icons in one file that browsers keep for ever. Only those named in icons.json travel. */
function collectIcons(): Plugin {
  const list = "src/aizuchi/ui/icons.json";
  const symbol = (name: string, size: number, shapes: string): string =>
    `<symbol id="i-${name}" viewBox="0 0 ${size} ${size}">${shapes.replaceAll(/\s*\n\s*/g, "").replaceAll(" />", "/>")}</symbol>`;
  return {
    name: "collect-icons",
    apply: "build",
    buildStart() {
      const names: string[] = JSON.parse(readFileSync(list, "utf8"));
      const lucide = names.map((name) => {
        const svg = readFileSync(`node_modules/lucide-static/icons/${name}.svg`, "utf8");
        return symbol(name, 24, svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>")));
      });
      const mark = symbol(
        "az-mark",
        32,
        readFileSync("src/aizuchi/ui/mark.svg", "utf8").replaceAll(/<\/?svg[^>]*>/g, ""),
      );
      this.addWatchFile(list);
      this.emitFile({
        type: "asset",
        name: "icons.svg",
        originalFileName: list,
        source: `<svg xmlns="http://www.w3.org/2000/svg"><!-- Lucide, ISC licence -->${mark}${lucide.join("")}</svg>`,
      });
    },
  };
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

/** Two libraries ask for Node's own crypto where a browser has none; every browser that we know has it. */
function useOwnCrypto(): Plugin {
  const asked = "crypto";
  const answered = "\0crypto";
  return {
    name: "use-own-crypto",
    apply: "build",
    enforce: "pre",
    resolveId: (id) => (id === asked ? answered : null),
    load: (id) =>
      id === answered ? "export const webcrypto = globalThis.crypto; export default { webcrypto };" : null,
  };
}

// Twelve hexadecimal digits are what the static file server takes for "this name never changes its content".
const HASHED = "[name].[hash:12]";

export default defineConfig({
  base: "./",
  publicDir: false,
  plugins: [layerStyles(), collectIcons(), useOwnCrypto(), compressOnce()],
  build: {
    outDir: OUT,
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2023",
    cssTarget: ["chrome125", "safari18", "firefox128"],
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: {
      checks: { bundlerTimings: false, pluginTimings: false },
      input: {
        ...findIslands(),
        ...findStyles(),
      },
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
    setupFiles: "vitest.setup.ts",
    pool: "threads",
    isolate: false, // 65 pages of jsdom took four fifths of all the time
    maxWorkers: 2,
    testTimeout: 30_000, // on a busy machine too
    restoreMocks: true,
    unstubGlobals: true,
  },
});
