import assert from "node:assert/strict";
import { test } from "node:test";
import { fixedText, frequencyText, frequencyTick, numberText } from "../src/format";

test("frequencies are said as people say them", () => {
  assert.equal(frequencyText(20), "20 Hz");
  assert.equal(frequencyText(999.6), "999.6 Hz");
  assert.equal(frequencyText(1000), "1 kHz");
  assert.equal(frequencyText(1258.925), "1.26 kHz");
  assert.equal(frequencyText(20000), "20 kHz");
  assert.equal(frequencyTick(200), "200");
  assert.equal(frequencyTick(2500), "2.5k");
});

test("numbers keep their digits and say what isn't known", () => {
  assert.equal(numberText(16.24561, 4), "16.25");
  assert.equal(numberText(-0.5), "\u22120.5");
  assert.equal(numberText(120000, 3), "120000");
  assert.equal(numberText(1.3e-9, 3), "1.3·10⁻⁹");
  assert.equal(numberText(0), "0");
  assert.equal(numberText(null), "–");
  assert.equal(fixedText(-1.25, 1), "\u22121.3");
  assert.equal(fixedText(NaN, 1), "–");
});
