// Builds what the pages load: style sheets, scripts, fonts and icons with a content hash in their names, and `manifest.json`, which maps
// the plain name to the hashed one. The server embeds the folder; it also runs without it (pages are then plain but complete).
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import * as esbuild from "esbuild";
import * as sass from "sass";
import subsetFont from "subset-font";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "dist");
const modules = join(here, "node_modules");
const manifest = {};

// Browsers of about 2021 and later; older ones get the page without script, and plain colours.
const target = ["es2020", "chrome90", "firefox88", "safari15"];

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });

/** Writes under a name with a hash of the content and remembers the plain name. */
function emit(name, content) {
  const bytes = Buffer.from(content);
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 10);
  const extension = extname(name);
  const hashed = `${basename(name, extension)}-${hash}${extension}`;
  writeFileSync(join(dist, hashed), bytes);
  manifest[name] = hashed;
  return hashed;
}

/** KERN declares every token it has; declarations that nothing uses are left out, until none is left. */
function withoutUnusedTokens(css) {
  const declaration = /(--kern-[\w-]+):((?:[^;{}"']|"[^"]*"|'[^']*')*);?/g;
  for (;;) {
    const used = new Set([...css.matchAll(/var\((--[\w-]+)/g)].map((match) => match[1]));
    const shorter = css.replace(declaration, (all, name) => (used.has(name) ? all : ""));
    if (shorter === css) return css;
    css = shorter;
  }
}

// German and the letters of its neighbours; other scripts use the system's font.
const letters =
  [...Array(0x7f - 0x20).keys()].map((i) => String.fromCharCode(0x20 + i)).join("") +
  "\u00a0\u202f§©«»°·×ÄÖÜäöüßẞéèêëàâáçîïíôóûúñÉÈÀÇœæøåłčšžřğışńć–—‘’‚“”„•…€‹›−→←✓";

async function fonts() {
  const folder = join(modules, "@kern-ux/native/dist/fonts/fira-sans");
  for (const weight of ["Regular", "SemiBold"]) {
    const original = readFileSync(join(folder, `FiraSans-${weight}.woff2`));
    const subset = await subsetFont(original, letters, { targetFormat: "woff2", noLayoutClosure: true, noHinting: true });
    emit(`fira-sans-${weight.toLowerCase()}.woff2`, subset);
  }
}

async function style(entry, name) {
  const compiled = sass.compile(join(here, "src", entry), { loadPaths: [modules], style: "compressed", quietDeps: true });
  let css = withoutUnusedTokens(compiled.css);
  css = css.replace(/url\(["']?asset:([\w.-]+)["']?\)/g, (_, asset) => {
    if (!manifest[asset]) throw new Error(`${entry}: no asset ${asset}`);
    return `url(${manifest[asset]})`;
  });
  const { code } = await esbuild.transform(css, { loader: "css", minify: true, target, charset: "utf8" });
  emit(name, code);
}

async function script(entry, name, define = {}) {
  const result = await esbuild.build({
    entryPoints: [join(here, "src", entry)],
    bundle: true,
    minify: true,
    format: "esm",
    target,
    charset: "utf8",
    legalComments: "none",
    write: false,
    define,
  });
  emit(name, result.outputFiles[0].contents);
}

for (const file of readdirSync(join(here, "src/static"))) {
  emit(file, readFileSync(join(here, "src/static", file)));
}
await fonts();
await style("app.scss", "app.css");
await style("embed.scss", "embed.css");
await script("app.ts", "app.js");
await script("embed.ts", "embed.js");
// The map's worker is a file of its own, so that the content security policy needs no `blob:`.
const worker = emit("map-worker.js", readFileSync(join(modules, "maplibre-gl/dist/maplibre-gl-worker.mjs")));
const mapStyle = readFileSync(join(modules, "maplibre-gl/dist/maplibre-gl.css"), "utf8");
const mapCss = await esbuild.transform(mapStyle, { loader: "css", minify: true, target });
emit("map.css", mapCss.code);
await script("map.ts", "map.js", { WORKER: JSON.stringify(worker) });
writeFileSync(join(dist, "manifest.json"), JSON.stringify(manifest, null, 2));

// The budget is part of the build: a page of results has to stay below 60 kB in all.
const size = (name) => brotliCompressSync(readFileSync(join(dist, manifest[name]))).length;
const budget = { "app.css": 25_000, "app.js": 8_000, "embed.js": 3_000, "fira-sans-regular.woff2": 16_000, "fira-sans-semibold.woff2": 16_000 };
let tooLarge = false;
for (const name of Object.keys(manifest)) {
  const bytes = name.endsWith(".woff2") ? readFileSync(join(dist, manifest[name])).length : size(name);
  const limit = budget[name];
  if (limit && bytes > limit) tooLarge = true;
  console.log(`${name.padEnd(28)}${String(bytes).padStart(8)} bytes compressed${limit && bytes > limit ? `  OVER ${limit}` : ""}`);
}
if (tooLarge || !existsSync(join(dist, "manifest.json"))) process.exit(1);
