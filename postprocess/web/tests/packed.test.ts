import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateSync } from "node:zlib";
import { integers, numbers, type Packed } from "../src/data/packed";

const pack = (array: ArrayBufferView, rest: Omit<Packed, "data">): Packed => ({
  ...rest,
  data: deflateSync(new Uint8Array(array.buffer)).toString("base64"),
});

test("numbers come back as they were packed", async () => {
  assert.deepEqual([...(await numbers(pack(Float32Array.from([1.5, -2]), { type: "f32" })))], [1.5, -2]);
  assert.deepEqual([...(await integers(pack(Uint32Array.from([70000, 1]), { type: "u32" })))], [70000, 1]);
});

test("integers stand for offset and scale, by component", async () => {
  const packed = pack(Uint16Array.from([0, 1, 2, 10, 11, 12]), { type: "u16", scale: 0.5, offset: [1, 2, 3] });
  assert.deepEqual([...(await numbers(packed))], [1, 2.5, 4, 6, 7.5, 9]);
});
