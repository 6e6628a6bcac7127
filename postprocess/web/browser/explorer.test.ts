import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { earshot, launch, openPage, program, seriousFaults, source, TemporaryFolder } from "./support";

const folder = new TemporaryFolder();
let server: ChildProcess;
let browser: Browser;
let page: Page;
let faults: string[];

/** The address that the program prints. */
const addressOf = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    let text = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      const address = /http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]{32}\//.exec(text)?.[0];
      if (address) resolve(address);
    });
    child.on("exit", (code) => reject(new Error(`explore ended with ${code}: ${text}`)));
  });

before(async () => {
  earshot("run", `${source}/tests/cases/small.toml`, "-q", "-o", folder.file("out"), "--save-model", folder.file("model.h5"), "--set", "sweep.points=12");
  server = spawn(program, ["explore", "--model", folder.file("model.h5")]);
  const address = await addressOf(server);
  browser = await launch();
  ({ page, faults } = await openPage(browser, address));
  await page.waitForFunction(() => window.earshot.delays.length > 0);
});

after(async () => {
  await browser?.close();
  server?.kill("SIGINT");
  folder.remove();
});

const level = (): Promise<(number | null)[]> =>
  page.evaluate(() => [...(window.earshot.charts.get("level")?.drawn().find(({ label }) => label === "spl_db")?.values ?? [])]);

const settled = async (act: () => Promise<unknown>): Promise<void> => {
  const answers = await page.evaluate(() => window.earshot.delays.length);
  await act();
  await page.waitForFunction((count) => window.earshot.delays.length > count, answers);
  await page.waitForTimeout(400);
};

test("a slider moves the curve to where a run of the model has it", async () => {
  const slider = page.getByLabel("driver.dynamic.motor.force_factor", { exact: true });
  await settled(() => slider.fill("1"));
  earshot("run", "--model", folder.file("model.h5"), "-q", "-o", folder.file("changed"), "--set", "driver.dynamic.motor.force_factor=1.6 T m");
  const expected = folder.table("changed/response.csv").numbers("spl_db");
  const drawn = await level();
  assert.equal(drawn.length, 200);
  // Both begin and end at the model's band; the file has nine digits.
  assert.ok(Math.abs((drawn[0] ?? NaN) - (expected[0] ?? NaN)) < 1e-6);
  assert.ok(Math.abs((drawn.at(-1) ?? NaN) - (expected.at(-1) ?? NaN)) < 1e-6);
});

test("a snapshot stays while the design moves on, and undo goes back", async () => {
  const before = await level();
  await page.getByText("Snapshot", { exact: true }).click();
  await settled(() => page.getByLabel("driver.dynamic.coil.mass", { exact: true }).fill("0.9"));
  const chart = await page.evaluate(() => window.earshot.charts.get("level")?.drawn().map(({ label, values }) => ({ label, values: [...values] })) ?? []);
  assert.deepEqual(chart.find(({ label }) => label.startsWith("1: motor force factor"))?.values, before);
  assert.notDeepEqual(await level(), before);
  await settled(() => page.getByText("Undo", { exact: true }).click());
  assert.deepEqual(await level(), before);
});

test("the model is fitted to the design on the page", async () => {
  const keys = ["material.film.youngs_modulus", "material.film.loss_factor"];
  for (const key of keys) {
    if ((await page.getByLabel(key, { exact: true }).count()) === 0) {
      await page.getByLabel("Add a slider for a key").fill(key);
      await page.getByLabel("Add a slider for a key").press("Enter");
    }
    await settled(() => page.getByLabel(key, { exact: true }).fill("0"));
  }
  const answers = await page.evaluate(() => window.earshot.delays.length);
  await page.getByText("Fit the model here", { exact: true }).click();
  await page.getByText(/^Fitting: /).waitFor();
  await page.waitForFunction((count) => window.earshot.delays.length > count, answers, { timeout: 120_000 });
  const status = page.locator(".explorer-status");
  assert.match((await status.textContent()) ?? "", /^Error at most /);
  assert.equal(await page.getByText("Fit the model here", { exact: true }).isEnabled(), true);
  await settled(() => page.getByText("Undo", { exact: true }).click());
  await settled(() => page.getByText("Undo", { exact: true }).click());
});

test("the design is saved as a case", async () => {
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByText("Save as config").click()]);
  assert.match(readFileSync(await file.path(), "utf8"), /force_factor = "1\.6 T m"/);
});

test("from slider to curve", async () => {
  const slider = page.getByLabel("driver.dynamic.motor.force_factor", { exact: true });
  for (let k = 0; k <= 20; ++k) {
    await slider.fill(String(k / 20));
    await page.waitForTimeout(60);
  }
  const delays = (await page.evaluate(() => window.earshot.delays)).slice(-15).sort((a, b) => a - b);
  const median = delays[Math.floor(delays.length / 2)] ?? Infinity;
  console.log(`from slider to curve: median ${median.toFixed(0)} ms, longest ${delays.at(-1)?.toFixed(0)} ms`);
  // A few times what one core takes when nothing else runs.
  assert.ok(median < 1000, String(median));
});

for (const scheme of ["light", "dark"] as const)
  test(`axe finds no serious fault in ${scheme} colours`, async () => {
    await page.emulateMedia({ colorScheme: scheme });
    assert.deepEqual(await seriousFaults(page), []);
  });

test("when the program has gone the page says so", async () => {
  const complaints = [...faults];
  server.kill("SIGINT");
  await new Promise((resolve) => server.once("exit", resolve));
  await page.getByText("Reset", { exact: true }).first().click();
  await page.waitForFunction(() => document.querySelector(".explorer-status")?.textContent?.includes("doesn't answer"));
  assert.deepEqual(complaints, []);
});
