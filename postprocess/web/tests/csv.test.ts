import assert from "node:assert/strict";
import { test } from "node:test";
import { numberOf, parseCsv, toCsv } from "../src/data/csv";

test("numbers are read, what isn't known is null", () => {
  const table = parseCsv("frequency_hz,spl_db\n20,94.5\n40,nan\n80,inf\n160,\n");
  assert.deepEqual(table.numbers("frequency_hz"), [20, 40, 80, 160]);
  assert.deepEqual(table.numbers("spl_db"), [94.5, null, null, null]);
  assert.ok(table.isNumeric("spl_db"));
});

test("quoted fields hold commas, line breaks and quotes; remarks are skipped", () => {
  const table = parseCsv('# remark\r\nname,note\r\na,"x, ""y""\nz"\r\n');
  assert.deepEqual(table.texts("note"), ['x, "y"\nz']);
  assert.ok(!table.isNumeric("note"));
});

test("hexadecimal text and blanks aren't mistaken for numbers that a run writes", () => {
  assert.equal(numberOf(" "), null);
  assert.equal(numberOf("12 mm"), null);
  assert.equal(numberOf("-1.5e-3"), -1.5e-3);
});

test("a column that isn't there is an error", () => {
  assert.throws(() => parseCsv("a\n1\n").numbers("b"), /no column b/);
});

test("what is written is read back", () => {
  const rows = [["plain", 1.25], ['with, "quotes"\n', null]] as const;
  const table = parseCsv(toCsv(["name", "value"], rows));
  assert.deepEqual(table.texts("name"), rows.map(([name]) => name));
  assert.deepEqual(table.numbers("value"), [1.25, null]);
});
