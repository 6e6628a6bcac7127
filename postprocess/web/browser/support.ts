/** What tests in a real browser share: the program under test, its results, and Chromium. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import axe from "axe-core";
import { chromium, type Browser, type Page } from "playwright-core";
import { parseCsv, type Table } from "../src/data/csv";

const required = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`set ${name} (ctest does)`);
  return value;
};

export const program = required("EARSHOT_BINARY");
export const source = required("EARSHOT_SOURCE_DIR");

export class TemporaryFolder {
  readonly path = mkdtempSync(join(tmpdir(), "earshot-web-"));
  file(name: string): string {
    return join(this.path, name);
  }
  write(name: string, text: string): string {
    writeFileSync(this.file(name), text);
    return this.file(name);
  }
  table(name: string): Table {
    return parseCsv(readFileSync(this.file(name), "utf8"));
  }
  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

export function earshot(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`earshot ${args.join(" ")}: exit code ${status}\n${stdout}\n${stderr}`);
  return stdout;
}

/** As root there is no sandbox; nothing of it calls home; WebGL without a graphics card. */
export const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync", "--use-angle=swiftshader", "--enable-unsafe-swiftshader",
    ],
  });

/** A page that keeps what went wrong on it. */
export async function openPage(browser: Browser, address: string, colorScheme: "light" | "dark" = "light"): Promise<{ page: Page; faults: string[]; requests: string[] }> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, colorScheme });
  const faults: string[] = [];
  const requests: string[] = [];
  page.on("console", (message) => {
    // Without a graphics card Chromium remarks on reading pixels back.
    if (["error", "warning"].includes(message.type()) && !message.text().includes("GPU stall")) faults.push(message.text());
  });
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("request", (request) => requests.push(request.url()));
  await page.goto(address);
  await page.waitForFunction(() => window.earshot.ready);
  return { page, faults, requests };
}

/** Faults of access that axe calls serious or critical. */
export async function seriousFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const results = await page.evaluate(() => (window as unknown as { axe: typeof axe }).axe.run());
  return results.violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => node.html).join(" | ")}`);
}

/** Different colours on a canvas: a blank one has one. */
export const colourCount = (page: Page, selector: string): Promise<number> =>
  page.locator(selector).first().evaluate((element) => {
    const canvas = element as HTMLCanvasElement;
    const copy = document.createElement("canvas");
    [copy.width, copy.height] = [canvas.width, canvas.height];
    const context = copy.getContext("2d");
    if (!context) return 0;
    context.drawImage(canvas, 0, 0);
    const { data } = context.getImageData(0, 0, copy.width, copy.height);
    const colours = new Set<number>();
    for (let i = 0; i < data.length; i += 4) colours.add(((data[i] ?? 0) << 16) | ((data[i + 1] ?? 0) << 8) | (data[i + 2] ?? 0));
    return colours.size;
  });
