import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { colourCount, earshot, launch, openPage, seriousFaults, source, TemporaryFolder } from "./support";

/** The small monitor with every kind of result. */
const caseText = `
include = ["${source}/tests/cases/small.toml"]
title = "small monitor <script>alert(1)</script> & co"

[[analysis]]
type = "sensitivity"
default_tolerance = "5 %"

[[analysis]]
type = "isolation"

[[analysis]]
type = "modes"
of = "structure"
up_to = "3 kHz"

[[study]]
name = "screens"
[[study.parameter]]
key = "surface.screen.resistance"
values = ["50 Pa s/m", "100 Pa s/m", "200 Pa s/m"]
`;

const folder = new TemporaryFolder();
let browser: Browser;
let page: Page;
let faults: string[];
let requests: string[];

before(async () => {
  const file = folder.write("case.toml", caseText);
  earshot("run", file, "-q", "-o", folder.file("out"), "--set", "sweep.points=12", "--set", 'output.field_frequencies=["250 Hz", "2 kHz"]');
  browser = await launch();
  ({ page, faults, requests } = await openPage(browser, `file://${folder.file("out/report.html")}`));
});

after(async () => {
  await browser?.close();
  folder.remove();
});

const table = (name: string) => folder.table(`out/${name}`);
const drawn = (id: string): Promise<{ label: string; values: (number | null)[] }[]> =>
  page.evaluate((name) => {
    const chart = window.earshot.charts.get(name);
    if (!chart) throw new Error(`no chart ${name}`);
    return chart.drawn().map(({ label, values }) => ({ label, values: [...values] }));
  }, id);

/** Every column of a chart that the file has equals the file's. */
async function expectSameValues(id: string, file: string): Promise<void> {
  const expected = table(file);
  const series = await drawn(id);
  assert.ok(series.length > 1, `${id} has curves`);
  for (const { label, values } of series) assert.deepEqual(values, expected.numbers(label), `${id}, ${label}`);
}

test("the page asks for nothing but itself", () => assert.deepEqual(requests.filter((url) => !/^(file|data|blob):/.test(url)), []));

test("a report of a small case is small", () => assert.ok(statSync(folder.file("out/report.html")).size < 5e6));

test("charts show the values of the run's files", async () => {
  await expectSameValues("response", "response.csv");
  await expectSameValues("phase", "response.csv");
  await expectSameValues("impedance", "impedance.csv");
  await expectSameValues("excursion", "excursion.csv");
  await expectSameValues("opening_velocity", "opening_velocity.csv");
  await expectSameValues("isolation", "isolation.csv");
  await expectSameValues("tolerance", "tolerance_band.csv");
  await expectSameValues("sensitivity", "sensitivity.csv");
});

test("a measured curve is drawn over the response, moved to it where it is far away", async () => {
  const level = table("response.csv").numbers("spl_db");
  const frequencies = table("response.csv").numbers("frequency_hz");
  const lines = (less: number): string => "* measured\n" + frequencies.map((f, i) => `${f}\t${(level[i] ?? 0) - less}\t0`).join("\n");
  for (const [less, apart] of [[3, 3], [60, 0]] as const) {
    const name = `less ${less}.frd`;
    const curves = (await drawn("response")).length;
    await page.getByLabel("Overlay a measured or target curve").setInputFiles(folder.write(name, lines(less)));
    await page.waitForFunction((count) => (window.earshot.charts.get("response")?.drawn().length ?? 0) > count, curves);
    const over = (await drawn("response")).find(({ label }) => label.startsWith(name));
    assert.equal(over?.label, less === 3 ? name : `${name} (+60.0 dB, as at 500 Hz)`);
    // The level at 500 Hz is interpolated in both, and the file has nine digits.
    over?.values.forEach((value, i) => assert.ok(Math.abs((level[i] ?? NaN) - (value ?? NaN) - apart) < 1e-5, `${less}, ${i}`));
  }
  await page.getByLabel("Overlay a measured or target curve").setInputFiles(folder.write("none.txt", "no numbers"));
  await page.getByText("expected lines of a frequency and a level").waitFor();
  const box = await page.getByLabel("Overlay a measured or target curve").boundingBox();
  assert.ok(box && box.width <= 1 && box.height <= 1, "the button stands for the browser's own input");
});

test("shares of the power are those of the file and add up to what went in", async () => {
  const power = table("power.csv");
  const input = power.numbers("input_w");
  const series = await drawn("power");
  let below = input.map(() => 0);
  for (const { label, values } of series.slice(1)) {
    const watts = power.numbers(label.replace(/_percent$/, "_w"));
    values.forEach((value, i) => {
      const share = (100 * (watts[i] ?? NaN)) / (input[i] ?? NaN);
      assert.ok(Math.abs((value ?? NaN) - (below[i] ?? NaN) - share) < 1e-9, `${label}, ${i}`);
    });
    below = values.map((value) => value ?? NaN);
  }
  // The file's nine digits.
  below.forEach((top) => assert.ok(Math.abs(top - 100) < 1e-5, String(top)));
});

test("curves of a study are those of its designs", async () => {
  const series = await drawn("study-1");
  assert.equal(series.length, 4);
  const figures = table("study/screens.csv");
  const level = figures.numbers("spl_1khz_db");
  const at = series[0]?.values.map((f) => Math.abs((f ?? 0) - 1000)) ?? [];
  const nearest = at.indexOf(Math.min(...at));
  // The order of the curves is the order of the designs while all are chosen; 1 kHz lies between two points.
  series.slice(1).forEach(({ values }, design) =>
    assert.ok(Math.abs((values[nearest] ?? NaN) - (level[design] ?? NaN)) < 3, `${design}: ${values[nearest]} ${level[design]}`));
});

test("every chart is drawn", async () => {
  const ids = await page.evaluate(() => [...window.earshot.charts.keys()]);
  for (const id of ids) {
    await page.locator(`#chart-${id}`).scrollIntoViewIfNeeded();
    assert.ok((await colourCount(page, `#chart-${id} canvas`)) > 10, id);
  }
});

test("the arrow keys read a chart's values", async () => {
  await page.locator("#chart-impedance .plot").focus();
  await page.keyboard.press("Home");
  const impedance = table("impedance.csv");
  const said = await page.locator("#chart-impedance .read-out").getAttribute("aria-label");
  const first = impedance.numbers("magnitude_ohm")[0] ?? NaN;
  assert.ok(said?.startsWith("250 Hz: magnitude") && said.includes(String(Number(first.toPrecision(4)))), said ?? "");
});

test("a curve is put away and brought back from the legend", async () => {
  const entry = page.locator("#chart-impedance .legend button").first();
  const before = await colourCount(page, "#chart-impedance canvas");
  await entry.click();
  assert.equal(await page.locator("#chart-impedance .legend button").first().getAttribute("aria-pressed"), "false");
  assert.notEqual(await colourCount(page, "#chart-impedance canvas"), before);
  await page.locator("#chart-impedance .legend button").first().click();
});

test("files of a chart hold its values and its lines", async () => {
  const download = async (name: string): Promise<Buffer> => {
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.locator("#chart-response .tools").getByText(name, { exact: true }).click(),
    ]);
    return readFileSync(await file.path());
  };
  const csv = (await download("CSV")).toString().split("\n");
  assert.equal(csv.length - 2, table("response.csv").rows.length);
  const svg = (await download("SVG")).toString();
  const wellFormed = await page.evaluate(
    (text) => new DOMParser().parseFromString(text, "image/svg+xml").querySelector("parsererror") === null, svg);
  assert.ok(wellFormed && svg.includes("<path"));
  assert.ok((await download("PNG")).subarray(1, 4).toString() === "PNG");
});

test("the field is seen, and another frequency, cut or phase looks different", async () => {
  await page.locator("#field .stage").scrollIntoViewIfNeeded();
  await page.waitForFunction(() => (window.earshot.fieldViews[0]?.frames ?? 0) > 0);
  await page.waitForTimeout(300);
  const picture = (): Promise<string> => page.evaluate(() => {
    const view = window.earshot.fieldViews[0];
    view?.drawNow();
    return view?.canvas.toDataURL() ?? "";
  });
  assert.ok((await colourCount(page, "#field canvas")) > 50);
  const seen = [await picture()];
  const change = async (act: () => Promise<unknown>): Promise<void> => {
    await act();
    await page.waitForTimeout(300);
    const next = await picture();
    assert.ok(!seen.includes(next));
    seen.push(next);
  };
  const panel = page.locator(".field-panel");
  await change(() => panel.getByLabel("Higher frequency").click());
  await change(() => panel.getByText("Pressure", { exact: true }).click());
  await change(() => panel.getByLabel("Phase").fill("90"));
  await change(() => panel.getByText("None", { exact: true }).click());
  await change(async () => {
    await page.locator("#field canvas").focus();
    await page.keyboard.press("ArrowLeft");
  });
});

test("a chosen mode shows its shape", async () => {
  await page.locator("#modes tbody tr").first().click();
  await page.waitForFunction(() => document.querySelector("#modes canvas") !== null);
  await page.waitForTimeout(300);
  assert.ok((await colourCount(page, "#modes canvas")) > 50);
});

test("a slow machine turns a coarser shape, and draws the whole one when it rests", async () => {
  const widths = (): Promise<number[]> => page.evaluate(() => window.earshot.fieldViews.map((view) => view.canvas.width));
  const whole = await widths();
  assert.ok(whole.length >= 2, "the field and a mode");
  const turned = await page.evaluate(() => {
    const clock = performance.now.bind(performance);
    let late = clock();
    performance.now = () => (late += 100); // as if every frame took so long
    const widths = window.earshot.fieldViews.map((view) => {
      view.drawNow();
      view.drawNow();
      view.turn(0.1, 0);
      view.drawNow();
      return view.canvas.width;
    });
    performance.now = clock;
    return widths;
  });
  turned.forEach((width, i) => assert.ok(Math.abs(width - (whole[i] ?? 0) / 2) <= 1, `${width} of ${whole[i]}`));
  await page.waitForTimeout(600);
  assert.deepEqual(await widths(), whole);
});

test("a table's head sorts it", async () => {
  await page.locator("#study-1 th button").first().click();
  await page.locator("#study-1 th button").first().click();
  const first = await page.locator("#study-1 tbody tr td").first().textContent();
  assert.ok(["1", "3"].includes(first ?? ""));
  const sorted = await page.locator("#study-1 th[aria-sort]").count();
  assert.equal(sorted, 1);
});

test("texts of the case are texts, not parts of the page", async () => {
  assert.equal(await page.locator("h1").textContent(), "small monitor <script>alert(1)</script> & co");
});

test("prints with a picture of each chart", async () => {
  const pdf = await page.pdf({ format: "A4" });
  assert.ok(pdf.subarray(0, 4).toString() === "%PDF" && pdf.length > 50_000);
});

for (const scheme of ["light", "dark"] as const)
  test(`axe finds no serious fault in ${scheme} colours`, async () => {
    const other = await openPage(browser, `file://${folder.file("out/report.html")}`, scheme);
    assert.deepEqual(await seriousFaults(other.page), []);
    await other.page.close();
  });

test("nothing was complained of on the console", () => assert.deepEqual(faults, []));
