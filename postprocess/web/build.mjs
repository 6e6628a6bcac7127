// Bundles each page into one HTML file: style and program inside, nothing to load.
//   node build.mjs <folder>    report.html, explorer.html
//   node build.mjs --tests     the tests as plain JavaScript in build/, for node --test
import { build } from "esbuild";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";

const pages = ["report", "explorer"];

/** An end tag within a script would end the script. */
const inScript = (text) => text.replaceAll("</script", "<\\/script");

async function bundle(entry) {
  const result = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    target: "es2022",
    charset: "ascii",
    legalComments: "eof",
    outdir: "unused",
  });
  const text = (ending) => result.outputFiles.find((file) => file.path.endsWith(ending))?.text ?? "";
  return { script: text(".js"), style: text(".css") };
}

async function buildPages(folder) {
  mkdirSync(folder, { recursive: true });
  for (const page of pages) {
    const { script, style } = await bundle(`src/${page}/main.ts`);
    // Functions as replacements: "$&" in a program is no pattern.
    const html = readFileSync(`src/${page}/page.html`, "utf8")
      .replace("/*style*/", () => style)
      .replace("/*script*/", () => inScript(script));
    writeFileSync(`${folder}/${page}.html`, html);
  }
}

async function buildTests() {
  rmSync("build", { recursive: true, force: true });
  for (const folder of ["tests", "browser"])
    await build({
      entryPoints: readdirSync(folder).filter((name) => name.endsWith(".test.ts")).map((name) => `${folder}/${name}`),
      bundle: true,
      packages: "external",
      platform: "node",
      format: "esm",
      target: "node18",
      outdir: `build/${folder}`,
      outExtension: { ".js": ".mjs" },
    });
}

if (process.argv[2] === "--tests") await buildTests();
else await buildPages(process.argv[2] ?? "build/pages");
