/**
 * The one build step: `npm run build` fills connect/static/dist/ with
 * site.css, site.js, the fonts they name, icons.svg and favicon.svg;
 * editor.css and editor.js for the pages on which people write, with the
 * chunks that editor.js loads when they are needed.
 * File names are plain: Django's manifest storage adds the hashes.
 */
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "../connect/static/dist");
const watch = process.argv.includes("--watch");

/** Strip the envelope of an SVG file and give its content an id in the sprite. */
function symbol(id, svg) {
  const viewBox = /viewBox="([^"]+)"/.exec(svg)?.[1];
  const inner = svg
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(/<\?xml[\s\S]*?\?>/g, "")
    .replace(/^[\s\S]*?<svg[^>]*>/, "")
    .replace(/<\/svg>\s*$/, "")
    .replace(/\s+/g, " ")
    .replace(/> </g, "><")
    .trim();
  if (!viewBox || !inner) throw new Error(`icon ${id} has no viewBox or is empty`);
  return { viewBox, inner, id };
}

/** One file with every icon the templates name: chosen Lucide icons, then our own marks. */
async function sprite() {
  const lucide = join(here, "node_modules/lucide-static/icons");
  const wanted = (await readFile(join(here, "src/icons/lucide.txt"), "utf8"))
    .split("\n")
    .map((line) => line.replace(/#.*/, "").trim())
    .filter(Boolean);
  const parts = [];
  for (const id of wanted) {
    const { viewBox, inner } = symbol(id, await readFile(join(lucide, `${id}.svg`), "utf8"));
    parts.push(
      `<symbol id="${id}" viewBox="${viewBox}" fill="none" stroke="currentColor" stroke-width="1.75" ` +
        `stroke-linecap="round" stroke-linejoin="round">${inner}</symbol>`,
    );
  }
  const own = (await readdir(join(here, "src/icons"))).filter((name) => name.endsWith(".svg")).sort();
  for (const name of own.filter((file) => file !== "favicon.svg")) {
    const { viewBox, inner, id } = symbol(
      name.slice(0, -4),
      await readFile(join(here, "src/icons", name), "utf8"),
    );
    parts.push(`<symbol id="${id}" viewBox="${viewBox}">${inner}</symbol>`);
  }
  await writeFile(
    join(out, "icons.svg"),
    `<svg xmlns="http://www.w3.org/2000/svg">${parts.join("\n")}</svg>\n`,
  );
  await writeFile(join(out, "favicon.svg"), await readFile(join(here, "src/icons/favicon.svg")));
}

const shared = {
  absWorkingDir: here,
  entryNames: "[name]",
  assetNames: "[name]",
  outdir: out,
  bundle: true,
  minify: true,
  charset: "utf8",
  legalComments: "none",
  target: ["chrome100", "firefox100", "safari15.4"],
  loader: { ".woff2": "file" },
  logLevel: "info",
};
const builds = [
  {
    ...shared,
    format: "iife",
    entryPoints: [
      { in: "src/ts/site.ts", out: "site" },
      { in: "src/css/site.css", out: "site" },
      { in: "src/css/editor.css", out: "editor" },
    ],
  },
  {
    ...shared,
    format: "esm",
    splitting: true,
    chunkNames: "editor-[name]-[hash]",
    entryPoints: [{ in: "src/ts/editor/main.ts", out: "editor" }],
  },
];

if (!watch) await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await sprite();
for (const options of builds) {
  if (watch) {
    const context = await esbuild.context(options);
    await context.watch();
  } else {
    await esbuild.build(options);
  }
}
