/** Arrays of numbers as the program packs them: zlib-compressed little-endian bytes in base64. */
export interface Packed {
  type: "f32" | "i16" | "u16" | "u32";
  data: string;
  /** Meaning of the integers: value = offset + scale * integer. For vectors one offset per component. */
  scale?: number;
  offset?: number[];
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; ++i) bytes[i] = text.charCodeAt(i);
  return bytes;
}

async function inflated(bytes: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream).arrayBuffer();
}

/** Whole numbers as they are stored. */
export async function integers(packed: Packed): Promise<Uint16Array | Uint32Array | Int16Array> {
  const buffer = await inflated(bytesOf(packed.data));
  if (packed.type === "u16") return new Uint16Array(buffer);
  if (packed.type === "u32") return new Uint32Array(buffer);
  if (packed.type === "i16") return new Int16Array(buffer);
  throw new Error(`${packed.type} isn't an array of whole numbers`);
}

/** The numbers that are meant. */
export async function numbers(packed: Packed): Promise<Float32Array> {
  if (packed.type === "f32") return new Float32Array(await inflated(bytesOf(packed.data)));
  const whole = await integers(packed);
  const values = new Float32Array(whole.length);
  const offset = packed.offset ?? [0];
  const scale = packed.scale ?? 1;
  for (let i = 0; i < whole.length; ++i) values[i] = (offset[i % offset.length] ?? 0) + scale * (whole[i] ?? 0);
  return values;
}
