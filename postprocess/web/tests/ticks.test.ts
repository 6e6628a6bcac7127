import assert from "node:assert/strict";
import { test } from "node:test";
import {
  decadeTicks, extentOf, heightForScale, levelExtent, linearExtent, logTicks, multiples, pleasantStep,
} from "../src/chart/ticks";

test("steps are 1, 2 or 5 times a power of ten", () => {
  assert.equal(pleasantStep(10, 10), 1);
  assert.equal(pleasantStep(18, 10), 2);
  assert.equal(pleasantStep(0.055, 11), 0.005);
  assert.equal(pleasantStep(9e5, 10), 1e5);
});

test("multiples are written without round-off and end within the axis", () => {
  assert.deepEqual(multiples(0.05, 0.35, 0.1), [0.1, 0.2, 0.3]);
  assert.deepEqual(multiples(-20, 20, 10), [-20, -10, 0, 10, 20]);
  assert.deepEqual(multiples(1e-7, 3e-7, 1e-7), [1e-7, 2e-7, 3e-7]);
});

test("a frequency axis of the audible band has ticks at 1, 2 and 5", () => {
  assert.deepEqual(logTicks(20, 20000), [20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000]);
});

test("a short part of a frequency axis still has three ticks, a long one powers of ten alone", () => {
  assert.deepEqual(logTicks(1000, 1900), [1000, 1200, 1400, 1600, 1800]);
  assert.deepEqual(logTicks(300, 700), [300, 400, 500, 600, 700]);
  assert.deepEqual(logTicks(1e-3, 1e4), [1e-3, 1e-2, 1e-1, 1, 10, 100, 1000, 10000]);
});

test("fine lines are the digits of each decade", () => {
  assert.deepEqual(decadeTicks(80, 300, [1, 2, 3, 4, 5, 6, 7, 8, 9]), [80, 90, 100, 200, 300]);
});

test("what isn't known takes no part in an extent", () => {
  assert.deepEqual(extentOf([[null, 3], [1, NaN]]), { from: 1, to: 3 });
  assert.equal(extentOf([[null], []]), undefined);
});

test("levels end at tens of dB and don't follow a notch to its bottom", () => {
  assert.deepEqual(levelExtent({ from: 83.2, to: 118.4 }), { from: 80, to: 120 });
  assert.deepEqual(levelExtent({ from: -140, to: 118.4 }), { from: 40, to: 120 });
  assert.deepEqual(levelExtent({ from: 94, to: 94 }), { from: 80, to: 100 });
});

test("linear axes end at whole steps and begin at zero when it is near", () => {
  assert.deepEqual(linearExtent({ from: 2, to: 18.2 }), { from: 0, to: 20 });
  assert.deepEqual(linearExtent({ from: 16, to: 19 }), { from: 16, to: 19 });
  assert.deepEqual(linearExtent({ from: 7, to: 7 }), { from: 6.2, to: 7.8 });
});

test("a decade is as long as the chosen decibels (IEC 60263)", () => {
  // Three decades on 900 pixels are 300 each: 60 dB at 50 dB per decade take 360, at 25 twice that.
  const height = (scale: number): number =>
    heightForScale(900, { from: 20, to: 20000 }, { from: 60, to: 120 }, scale);
  assert.ok(Math.abs(height(50) - 360) < 1e-9);
  assert.ok(Math.abs(height(25) - 720) < 1e-9);
});
