import assert from "node:assert/strict";
import { test } from "node:test";
import { interpolated } from "../src/data/interpolate";

test("between points a curve is linear over the logarithm", () => {
  assert.equal(interpolated([100, 400], [10, 20], 200), 15);
  assert.equal(interpolated([100, 400], [10, 20], 400), 20);
});

test("nothing is said beyond the ends or beside a gap", () => {
  assert.equal(interpolated([100, 200], [10, 20], 50), null);
  assert.equal(interpolated([100, 200], [10, 20], 205), 20);
  assert.equal(interpolated([100, 400], [10, null], 200), null);
  assert.equal(interpolated([], [], 200), null);
});
