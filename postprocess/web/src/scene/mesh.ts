/** Surface and cuts of a mesh of tetrahedra with 4 or 10 nodes (numbered as VTK does). */

export interface TetrahedralMesh {
  /** x, y, z of each node. */
  nodes: Float32Array;
  cells: Uint16Array | Uint32Array;
  nodesPerCell: number;
}

/** Corners of the faces, seen from outside, and the middles of their edges 01, 12, 20. */
const faces = [
  [0, 1, 3, 4, 8, 7],
  [1, 2, 3, 5, 9, 8],
  [2, 0, 3, 6, 7, 9],
  [0, 2, 1, 6, 5, 4],
] as const;

/** A second-order tetrahedron as eight of first order: its corners, and the octahedron between them in four. */
const parts = [
  [0, 4, 6, 7],
  [1, 5, 4, 8],
  [2, 6, 5, 9],
  [3, 7, 9, 8],
  [6, 8, 4, 5],
  [6, 8, 5, 9],
  [6, 8, 9, 7],
  [6, 8, 7, 4],
] as const;

/**
 * Triangles of the faces that belong to one cell: walls, and both sides of what splits the mesh. A face of a
 * second-order cell becomes four.
 */
export function outerTriangles(mesh: TetrahedralMesh): Uint32Array {
  const { cells, nodesPerCell } = mesh;
  const open = new Map<string, number[]>();
  for (let first = 0; first < cells.length; first += nodesPerCell)
    for (const face of faces) {
      const nodes = face.slice(0, nodesPerCell === 10 ? 6 : 3).map((k) => cells[first + k] ?? 0);
      const key = nodes.slice(0, 3).sort((a, b) => a - b).join(" ");
      if (!open.delete(key)) open.set(key, nodes);
    }
  const triangles: number[] = [];
  for (const [a = 0, b = 0, c = 0, ab, bc, ca] of open.values())
    if (ab === undefined || bc === undefined || ca === undefined) triangles.push(a, b, c);
    else triangles.push(a, ab, ca, ab, b, bc, ca, bc, c, ab, bc, ca);
  return Uint32Array.from(triangles);
}

/** Where a plane meets a mesh: triangles, each corner on the line from node `a` to node `b` at `t` of its length. */
export interface Cut {
  a: Uint32Array;
  b: Uint32Array;
  t: Float32Array;
}

/** The plane where coordinate `axis` (0, 1, 2) is `place`. */
export function cutAt(mesh: TetrahedralMesh, axis: 0 | 1 | 2, place: number): Cut {
  const { nodes, cells, nodesPerCell } = mesh;
  const a: number[] = [];
  const b: number[] = [];
  const t: number[] = [];
  const height = (node: number): number => (nodes[3 * node + axis] ?? 0) - place;
  const corner = (p: number, q: number): void => {
    const [hp, hq] = [height(p), height(q)];
    a.push(p);
    b.push(q);
    t.push(hp / (hp - hq));
  };
  const tetrahedron = (corners: readonly number[]): void => {
    const above = corners.filter((node) => height(node) >= 0);
    const below = corners.filter((node) => height(node) < 0);
    if (above.length === 0 || below.length === 0) return;
    const [p = 0, q = 0] = above.length <= below.length ? above : below;
    const [u = 0, v = 0, w = 0] = above.length <= below.length ? below : above;
    if (above.length !== 2) {
      corner(p, u), corner(p, v), corner(p, w);
    } else {
      corner(p, u), corner(p, v), corner(q, v);
      corner(p, u), corner(q, v), corner(q, u);
    }
  };
  const corners = nodesPerCell === 10 ? parts : ([[0, 1, 2, 3]] as const);
  for (let first = 0; first < cells.length; first += nodesPerCell) {
    if (!isCrossed(first)) continue;
    for (const part of corners) tetrahedron(part.map((k) => cells[first + k] ?? 0));
  }
  return { a: Uint32Array.from(a), b: Uint32Array.from(b), t: Float32Array.from(t) };

  function isCrossed(first: number): boolean {
    let [above, below] = [false, false];
    for (let k = 0; k < nodesPerCell; ++k) {
      if (height(cells[first + k] ?? 0) >= 0) above = true;
      else below = true;
    }
    return above && below;
  }
}

/** Values of nodes, `components` each, at the corners of a cut. */
export function valuesOnCut(cut: Cut, values: Float32Array, components: number): Float32Array {
  const result = new Float32Array(cut.t.length * components);
  for (let i = 0; i < cut.t.length; ++i) {
    const [a, b, t] = [cut.a[i] ?? 0, cut.b[i] ?? 0, cut.t[i] ?? 0];
    for (let c = 0; c < components; ++c)
      result[components * i + c] = (1 - t) * (values[components * a + c] ?? 0) + t * (values[components * b + c] ?? 0);
  }
  return result;
}

/** Two triangles of each quadrilateral. */
export function trianglesOfQuads(cells: Uint16Array | Uint32Array): Uint32Array {
  const triangles: number[] = [];
  for (let first = 0; first < cells.length; first += 4) {
    const [a = 0, b = 0, c = 0, d = 0] = cells.subarray(first, first + 4);
    triangles.push(a, b, c, a, c, d);
  }
  return Uint32Array.from(triangles);
}

export interface Box {
  low: [number, number, number];
  high: [number, number, number];
}

export function boxOf(nodes: Float32Array): Box {
  const box: Box = { low: [Infinity, Infinity, Infinity], high: [-Infinity, -Infinity, -Infinity] };
  for (let i = 0; i < nodes.length; ++i) {
    const d = (i % 3) as 0 | 1 | 2;
    box.low[d] = Math.min(box.low[d], nodes[i] ?? 0);
    box.high[d] = Math.max(box.high[d], nodes[i] ?? 0);
  }
  return box;
}

/**
 * A coarser surface over the same nodes: all nodes within one of the boxes that the whole is divided into are drawn
 * in the place of the first of them.
 *
 * @param parts boxes along the longest side
 */
export function clusteredTriangles(nodes: ArrayLike<number>, triangles: ArrayLike<number>, box: Box, parts: number): Uint32Array {
  const longest = Math.max(...box.high.map((high, k) => high - (box.low[k] ?? 0)));
  const boxNumber = (node: number): number =>
    [0, 1, 2].reduce((sum, k) => {
      const place = ((nodes[3 * node + k] ?? 0) - (box.low[k] ?? 0)) / longest;
      return sum * (parts + 1) + Math.min(Math.max(Math.floor(place * parts), 0), parts);
    }, 0);
  const firsts = new Map<number, number>();
  const firstOf = (node: number): number => {
    const key = boxNumber(node);
    const first = firsts.get(key);
    if (first !== undefined) return first;
    firsts.set(key, node);
    return node;
  };
  const seen = new Set<string>();
  const kept: number[] = [];
  for (let i = 0; i + 2 < triangles.length; i += 3) {
    const corners = [firstOf(triangles[i] ?? 0), firstOf(triangles[i + 1] ?? 0), firstOf(triangles[i + 2] ?? 0)];
    const key = [...corners].sort((a, b) => a - b).join(" ");
    if (new Set(corners).size < 3 || seen.has(key)) continue;
    seen.add(key);
    kept.push(...corners);
  }
  return Uint32Array.from(kept);
}
