import assert from "node:assert/strict";
import { test } from "node:test";
import { Latest } from "../src/explorer/client";
import { History } from "../src/explorer/history";
import { parseOverlay } from "../src/data/overlay";
import { positionOf, quantityText, valueAt, type Parameter } from "../src/explorer/parameter";

const cloth: Parameter = { key: "cloth", value: 100, unit: "Pa s/m", low: 10, high: 1000, log: true, largest_db: 1 };

test("a slider over decades is even in the logarithm, and its ends hold", () => {
  assert.ok(Math.abs(valueAt(cloth, 0.5) - 100) < 1e-9);
  assert.ok(Math.abs(positionOf(cloth, 100) - 0.5) < 1e-12);
  assert.equal(positionOf(cloth, 5000), 1);
  const even = { ...cloth, log: false, low: -1, high: 3 };
  assert.equal(valueAt(even, 0.25), 0);
  assert.equal(positionOf(even, 1), 0.5);
});

test("values are said with the prefix that people use", () => {
  assert.equal(quantityText(6e-6, "kg"), "6 mg");
  assert.equal(quantityText(2.5e-5, "m"), "25 µm");
  assert.equal(quantityText(4.5e9, "Pa"), "4.5 GPa");
  assert.equal(quantityText(500, "Pa s/m"), "500 Pa s/m");
  assert.equal(quantityText(0.02, "1"), "0.02");
});

test("moves of one slider are one step back", () => {
  const history = new History();
  history.set("a", 1);
  history.set("a", 2);
  history.settle();
  history.set("b", 3);
  assert.deepEqual(history.values, { a: 2, b: 3 });
  history.undo();
  assert.deepEqual(history.values, { a: 2 });
  history.undo();
  assert.deepEqual(history.values, {});
  assert.ok(!history.canUndo);
  history.redo();
  assert.deepEqual(history.values, { a: 2 });
  history.set("a", undefined);
  assert.deepEqual(history.values, {});
  assert.ok(!history.canRedo);
});

test("curves of measuring programs are read, in any order and with remarks", () => {
  const { frequencies, levels } = parseOverlay("* remark\nfreq, spl\n1000\t94.5 12\r\n20; 80\n");
  assert.deepEqual(frequencies, [20, 1000]);
  assert.deepEqual(levels, [80, 94.5]);
  assert.throws(() => parseOverlay("nothing"), /expected lines/);
});

test("of questions that wait the newest alone is asked, and a failure stops nothing", async () => {
  const asked: number[] = [];
  const shown: number[] = [];
  const failures: unknown[] = [];
  let finish = (): void => undefined;
  const latest = new Latest<number, number>(
    async (question) => {
      asked.push(question);
      await new Promise<void>((resolve) => (finish = resolve));
      if (question === 3) throw new Error("no");
      return question;
    },
    (reply) => shown.push(reply),
    (error) => failures.push(error),
  );
  const rest = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
  for (const question of [1, 2, 3]) latest.ask(question);
  finish();
  await rest();
  finish();
  await rest();
  latest.ask(4);
  finish();
  await rest();
  assert.deepEqual([asked, shown, failures.length], [[1, 3, 4], [1, 4], 1]);
});
