import assert from "node:assert/strict";
import { test } from "node:test";
import { boxOf, clusteredTriangles, cutAt, outerTriangles, trianglesOfQuads, valuesOnCut, type TetrahedralMesh } from "../src/scene/mesh";

/** The unit cube in six tetrahedra along its diagonal. */
function cube(): TetrahedralMesh {
  const nodes = Float32Array.from([0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 1, 0, 0, 0, 1, 1, 0, 1, 0, 1, 1, 1, 1, 1]);
  const cells = Uint16Array.from([0, 1, 3, 7, 0, 3, 2, 7, 0, 2, 6, 7, 0, 6, 4, 7, 0, 4, 5, 7, 0, 5, 1, 7]);
  return { nodes, cells, nodesPerCell: 4 };
}

/** The same of second order: nodes on the middles of edges 01, 12, 02, 03, 13, 23. */
function secondOrder(mesh: TetrahedralMesh): TetrahedralMesh {
  const nodes = [...mesh.nodes];
  const middles = new Map<string, number>();
  const middle = (a: number, b: number): number => {
    const key = a < b ? `${a} ${b}` : `${b} ${a}`;
    const known = middles.get(key);
    if (known !== undefined) return known;
    for (let d = 0; d < 3; ++d) nodes.push(((nodes[3 * a + d] ?? 0) + (nodes[3 * b + d] ?? 0)) / 2);
    middles.set(key, nodes.length / 3 - 1);
    return nodes.length / 3 - 1;
  };
  const cells: number[] = [];
  for (let i = 0; i < mesh.cells.length; i += 4) {
    const [a = 0, b = 0, c = 0, d = 0] = mesh.cells.subarray(i, i + 4);
    cells.push(a, b, c, d, middle(a, b), middle(b, c), middle(a, c), middle(a, d), middle(b, d), middle(c, d));
  }
  return { nodes: Float32Array.from(nodes), cells: Uint16Array.from(cells), nodesPerCell: 10 };
}

type Point = [number, number, number];

function area(points: Float32Array, indices: Iterable<number>): number {
  const corners = [...indices].map((i): Point => [points[3 * i] ?? 0, points[3 * i + 1] ?? 0, points[3 * i + 2] ?? 0]);
  let sum = 0;
  for (let i = 0; i < corners.length; i += 3) {
    const [p, q, r] = [corners[i], corners[i + 1], corners[i + 2]] as [Point, Point, Point];
    const [u, v] = [q.map((x, d) => x - (p[d] ?? 0)), r.map((x, d) => x - (p[d] ?? 0))] as [Point, Point];
    sum += Math.hypot(u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]) / 2;
  }
  return sum;
}

for (const [name, mesh] of [["first", cube()], ["second", secondOrder(cube())]] as const) {
  test(`the surface of a cube of ${name} order is six squares`, () => {
    const triangles = outerTriangles(mesh);
    assert.equal(triangles.length / 3, name === "first" ? 12 : 48);
    assert.ok(Math.abs(area(mesh.nodes, triangles) - 6) < 1e-6);
  });

  test(`a cut through a cube of ${name} order fills the square, with the field on it`, () => {
    for (const axis of [0, 1, 2] as const) {
      const cut = cutAt(mesh, axis, 0.3);
      const points = valuesOnCut(cut, mesh.nodes, 3);
      assert.ok(Math.abs(area(points, cut.t.keys()) - 1) < 1e-5);
      for (let i = 0; i < cut.t.length; ++i) assert.ok(Math.abs((points[3 * i + axis] ?? 0) - 0.3) < 1e-6);
    }
    const cut = cutAt(mesh, 2, 0.3);
    const points = valuesOnCut(cut, mesh.nodes, 3);
    const x = valuesOnCut(cut, Float32Array.from({ length: mesh.nodes.length / 3 }, (_, i) => mesh.nodes[3 * i] ?? 0), 1);
    x.forEach((value, i) => assert.ok(Math.abs(value - (points[3 * i] ?? 0)) < 1e-6));
  });
}

test("a plane beside the mesh cuts nothing", () => assert.equal(cutAt(cube(), 0, 1.5).t.length, 0));

test("both sides of a split are walls", () => {
  const { nodes, cells } = cube();
  // Three of the cells on nodes of their own.
  const split = Uint16Array.from(cells, (node, i) => (i < 12 ? node : node + 8));
  const triangles = outerTriangles({ nodes: Float32Array.from([...nodes, ...nodes]), cells: split, nodesPerCell: 4 });
  assert.equal(triangles.length / 3, 16); // twelve, and two pairs of the cut between
});

test("a quadrilateral is two triangles", () => {
  assert.deepEqual([...trianglesOfQuads(Uint16Array.from([4, 5, 6, 7]))], [4, 5, 6, 4, 6, 7]);
});

test("a clustered surface has its nodes in few places and no triangle twice", () => {
  const mesh = secondOrder(cube());
  const triangles = outerTriangles(mesh);
  const box = boxOf(mesh.nodes);
  const same = clusteredTriangles(mesh.nodes, triangles, box, 100);
  assert.deepEqual(same, triangles);
  const coarse = clusteredTriangles(mesh.nodes, triangles, box, 1);
  assert.equal(coarse.length / 3, 12); // the middles of the edges fall to the corners
  assert.deepEqual(clusteredTriangles(mesh.nodes, triangles, box, 0.5).length, 0);
});
