import assert from "node:assert/strict";
import { test } from "node:test";
import { ticksOf } from "../src/chart/axis";
import { light } from "../src/chart/palette";
import { csvColumns, drawnValues, type ChartSpec } from "../src/chart/spec";
import { fractionOf, svgOf } from "../src/chart/svg";
import { shadesOutside } from "../src/report/axes";

const spec: ChartSpec = {
  id: "sample",
  title: "a < b & c",
  description: "",
  x: { label: "f", values: [100, 1000, 10000], column: "frequency_hz", extent: { from: 100, to: 10000 }, log: true, text: String },
  left: { label: "%", extent: { from: 0, to: 100 }, text: String },
  curves: [
    { label: "one", values: [10, 20, null], axis: "left", colour: 0, stacked: true },
    { label: "two", values: [30, 40, 50], axis: "left", colour: 1, stacked: true },
  ],
  bands: [{ label: "bounds", lower: [1, 2, 3], upper: [2, 3, 4], colour: 0 }],
};

test("stacked curves stand on those before them that are shown", () => {
  assert.deepEqual(drawnValues(spec)[1], [40, 60, 50]);
  assert.deepEqual(drawnValues(spec, (curve) => curve.label !== "one")[1], [30, 40, 50]);
});

test("the file of values has them as they are, not stacked", () => {
  const { columns, rows } = csvColumns(spec);
  assert.deepEqual(columns, ["frequency_hz", "one", "two", "bounds (lower)", "bounds (upper)"]);
  assert.deepEqual(rows[1], [1000, 20, 40, 2, 3]);
});

test("a decade in the middle of two is half way", () => {
  assert.equal(fractionOf(spec.x, spec.x.extent, 1000), 0.5);
  assert.equal(fractionOf(spec.left, spec.left.extent, 25), 0.25);
});

test("a low axis has powers of ten where 1-2-5 would crowd", () => {
  assert.deepEqual(ticksOf(spec.x, spec.x.extent, 100), [100, 1000, 10000]);
  assert.deepEqual(ticksOf(spec.left, spec.left.extent, 300), [0, 20, 40, 60, 80, 100]);
});

test("a picture is well-formed and its lines go through the points", () => {
  const view = { x: spec.x.extent, isShown: () => true, width: 500, height: 400 };
  const svg = svgOf({ ...spec, curves: [{ label: "one", values: [0, 50, 100], axis: "left", colour: 0 }], bands: [] }, view, light);
  assert.ok(svg.includes("a &lt; b &amp; c"));
  const path = /<path d="(M[^"Z]*)" fill="none" stroke="#0b62b0"/.exec(svg)?.[1] ?? "";
  const points = path.slice(1).split("L").map((point) => point.split(" ").map(Number));
  assert.equal(points.length, 3);
  const [first = [], middle = [], last = []] = points;
  assert.ok(Math.abs((middle[0] ?? 0) - ((first[0] ?? 0) + (last[0] ?? 0)) / 2) < 0.02);
  assert.ok(Math.abs((middle[1] ?? 0) - ((first[1] ?? 0) + (last[1] ?? 0)) / 2) < 0.02);
});

test("what the ear isn't meant for is shaded from the border to the end", () => {
  const shades = shadesOutside([20, 50, 100, 1000, 10000, 20000], [0, 0, 1, 1, 1, 0]);
  assert.deepEqual(shades.map(({ from, to }) => [from, to]), [[20, 100], [10000, 20000]]);
});
