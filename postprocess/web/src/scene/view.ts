import {
  BufferAttribute, BufferGeometry, Color, DataTexture, DoubleSide, LinearFilter, Mesh, PerspectiveCamera,
  RGBAFormat, Scene, ShaderMaterial, SRGBColorSpace, Vector3, Vector4, WebGLRenderer,
} from "three";
import { OrbitControls } from "three/examples/jsm/controls/OrbitControls.js";
import { isDark, onThemeChange } from "../theme";
import { levelColours, signedColours } from "./colours";
import { boxOf, clusteredTriangles, cutAt, outerTriangles, trianglesOfQuads, valuesOnCut, type Box, type TetrahedralMesh } from "./mesh";

/** Complex values of the nodes at one frequency; three components for displacements. */
export interface Phasors {
  re: Float32Array;
  im: Float32Array;
}

export interface ShellMesh {
  nodes: Float32Array;
  /** Quadrilaterals. */
  cells: Uint16Array | Uint32Array;
}

export type Quantity = "level" | "pressure";
export type CutAxis = "none" | "x" | "y" | "z";

/** All surfaces: colour by level or instantaneous pressure, cut away on one side of a plane. */
const airVertex = `
  attribute float re, im;
  varying float vRe, vIm;
  varying vec3 place, eye;
  void main() {
    vRe = re; vIm = im; place = position;
    vec4 view = modelViewMatrix * vec4(position, 1.0);
    eye = view.xyz;
    gl_Position = projectionMatrix * view;
  }`;

const airFragment = `
  uniform sampler2D colours;
  uniform float phase, lowest, highest, lit;
  uniform bool instantaneous;
  uniform vec4 plane;
  varying float vRe, vIm;
  varying vec3 place, eye;
  void main() {
    if (dot(plane.xyz, place) > plane.w) discard;
    float magnitude = max(length(vec2(vRe, vIm)), 1e-12);
    float value = instantaneous ? 1.41421356 * (vRe * cos(phase) - vIm * sin(phase))
                                : 20.0 * log(magnitude / 20e-6) / log(10.0);
    float at = clamp((value - lowest) / (highest - lowest), 0.0, 1.0);
    vec3 colour = texture2D(colours, vec2(at * 255.0 / 256.0 + 0.5 / 256.0, 0.5)).rgb;
    vec3 normal = normalize(cross(dFdx(eye), dFdy(eye)));
    float light = 0.55 + 0.45 * abs(normal.z);
    gl_FragColor = vec4(colour * mix(1.0, light, lit), 1.0);
    #include <colorspace_fragment>
  }`;

const shellVertex = `
  attribute vec3 re, im;
  uniform float phase, gain;
  uniform vec3 along;
  varying vec3 place, eye;
  varying float motion;
  void main() {
    vec3 moved = re * cos(phase) - im * sin(phase);
    place = position;
    motion = dot(moved, along);
    vec4 view = modelViewMatrix * vec4(position + gain * moved, 1.0);
    eye = view.xyz;
    gl_Position = projectionMatrix * view;
  }`;

const shellFragment = `
  uniform vec4 plane;
  uniform vec3 tint;
  uniform sampler2D colours;
  uniform bool coloured;
  varying vec3 place, eye;
  varying float motion;
  void main() {
    if (dot(plane.xyz, place) > plane.w) discard;
    vec3 normal = normalize(cross(dFdx(eye), dFdy(eye)));
    float at = clamp(0.5 + 0.5 * motion, 0.0, 1.0);
    vec3 colour = coloured ? texture2D(colours, vec2(at * 255.0 / 256.0 + 0.5 / 256.0, 0.5)).rgb : tint;
    gl_FragColor = vec4(colour * (0.35 + 0.65 * abs(normal.z)), 1.0);
    #include <colorspace_fragment>
  }`;

const fromTheSide = new Vector3(-1, 0.3, -0.2).normalize();
const fromInFront = new Vector3(-0.55, 0.6, 1).normalize();

const axes = { x: 0, y: 1, z: 2 } as const;

/** A machine without a graphics processor turns a coarser shape; the whole one is drawn when it rests. */
const coarseParts = 32;
const slowFrame = 34; // [ms]
const restsAfter = 250; // [ms]

/** Air and diaphragms in three dimensions, drawn when something changes. */
export class FieldView {
  readonly canvas: HTMLCanvasElement;
  readonly box: Box;
  /** Frames drawn, for tests and measurements. */
  frames = 0;
  private readonly renderer: WebGLRenderer;
  private readonly scene = new Scene();
  private readonly camera = new PerspectiveCamera(32, 1, 0.1, 1000);
  private readonly controls: OrbitControls;
  private readonly shared = {
    phase: { value: 0 },
    gain: { value: 0 },
    plane: { value: new Vector4(0, 0, 0, 1) },
  };
  private readonly airUniforms = {
    ...this.shared,
    colours: { value: texture(levelColours) },
    lowest: { value: 0 },
    highest: { value: 1 },
    instantaneous: { value: false },
  };
  private readonly shellUniforms = {
    ...this.shared,
    tint: { value: new Color("#f4efe2") },
    colours: { value: texture(signedColours) },
    along: { value: new Vector3() },
    coloured: { value: false },
  };
  private readonly surface: BufferGeometry | undefined;
  private readonly cap = new BufferGeometry();
  private readonly shells: BufferGeometry[] = [];
  private cut: ReturnType<typeof cutAt> | undefined;
  private pressure: Phasors | undefined;
  private pending = false;
  private lastFrame = 0;
  private moving = false;
  private rest: ReturnType<typeof setTimeout> | undefined;
  private coarse = false;
  /** Triangles of the coarser and of the whole shapes. */
  private readonly indices = new Map<BufferGeometry, { coarse: BufferAttribute; whole: BufferAttribute | null }>();

  /** @throws Error where the browser has no WebGL */
  constructor(
    private readonly host: HTMLElement,
    private readonly air: TetrahedralMesh | undefined,
    shells: readonly ShellMesh[],
  ) {
    this.renderer = new WebGLRenderer({ antialias: true, preserveDrawingBuffer: true });
    this.renderer.setPixelRatio(sharpness());
    this.canvas = this.renderer.domElement;
    this.canvas.tabIndex = 0;
    this.canvas.setAttribute("role", "img");
    this.canvas.setAttribute(
      "aria-label",
      "Shape in three dimensions. Arrow keys turn it, plus and minus come closer, Escape shows all.",
    );
    host.append(this.canvas);
    this.box = boxOf(air?.nodes ?? shells[0]?.nodes ?? new Float32Array(3));
    this.surface = air && this.addSurface(air);
    this.addCap();
    for (const shell of shells) this.addShell(shell.nodes, trianglesOfQuads(shell.cells));
    this.controls = new OrbitControls(this.camera, this.canvas);
    this.controls.addEventListener("change", () => this.move());
    this.home();
    this.paintBackground();
    onThemeChange(() => this.paintBackground());
    new ResizeObserver(() => this.resize()).observe(host);
    this.canvas.addEventListener("keydown", (event) => this.onKey(event));
  }

  /** Air obliquely from the side, its axis from left to right; a shell alone from in front of it. */
  home(): void {
    const { low, high } = this.box;
    const middle = new Vector3((low[0] + high[0]) / 2, (low[1] + high[1]) / 2, (low[2] + high[2]) / 2);
    const size = Math.hypot(high[0] - low[0], high[1] - low[1], high[2] - low[2]);
    this.controls.target.copy(middle);
    this.camera.near = size / 100;
    this.camera.far = 20 * size;
    this.camera.position.copy(middle).addScaledVector(this.air ? fromTheSide : fromInFront, 1.55 * size);
    this.camera.updateProjectionMatrix();
    this.controls.update();
    this.draw();
  }

  setPressure(pressure: Phasors): void {
    this.pressure = pressure;
    this.surface?.setAttribute("re", new BufferAttribute(pressure.re, 1));
    this.surface?.setAttribute("im", new BufferAttribute(pressure.im, 1));
    this.fillCap();
    this.draw();
  }

  setDisplacement(shell: number, displacement: Phasors): void {
    this.shells[shell]?.setAttribute("re", new BufferAttribute(displacement.re, 3));
    this.shells[shell]?.setAttribute("im", new BufferAttribute(displacement.im, 3));
    this.draw();
  }

  /** Colours shells by their motion along a direction, whose length is one over the largest motion. */
  colourMotion(along: readonly [number, number, number]): void {
    this.shellUniforms.coloured.value = true;
    this.shellUniforms.along.value.set(...along);
    this.draw();
  }

  setColours(quantity: Quantity, lowest: number, highest: number): void {
    this.airUniforms.instantaneous.value = quantity === "pressure";
    this.airUniforms.colours.value = texture(quantity === "pressure" ? signedColours : levelColours);
    this.airUniforms.lowest.value = lowest;
    this.airUniforms.highest.value = highest;
    this.draw();
  }

  /** @param phase of the time factor exp(i phase) @param gain of the drawn motion */
  setMotion(phase: number, gain: number): void {
    this.shared.phase.value = phase;
    this.shared.gain.value = gain;
    this.draw();
  }

  /** Takes away what lies before the plane, as seen from the first view. */
  setCut(axis: CutAxis, place: number): void {
    if (axis === "none" || !this.air) {
      this.cut = undefined;
      this.shared.plane.value.set(0, 0, 0, 1);
    } else {
      const away = axis === "y" ? 1 : -1;
      this.cut = cutAt(this.air, axes[axis], place);
      const normal = [0, 0, 0];
      normal[axes[axis]] = away;
      const hair = 1e-4 * (this.box.high[axes[axis]] - this.box.low[axes[axis]]);
      this.shared.plane.value.set(normal[0] ?? 0, normal[1] ?? 0, normal[2] ?? 0, away * place + hair);
    }
    this.fillCap();
    this.draw();
  }

  turn(azimuth: number, polar: number): void {
    const arm = this.camera.position.clone().sub(this.controls.target);
    arm.applyAxisAngle(new Vector3(0, 1, 0), azimuth);
    const side = new Vector3().crossVectors(new Vector3(0, 1, 0), arm).normalize();
    const turned = arm.clone().applyAxisAngle(side, polar);
    if (Math.abs(turned.clone().normalize().y) < 0.98) arm.copy(turned);
    this.camera.position.copy(this.controls.target).add(arm);
    this.controls.update();
  }

  dispose(): void {
    clearTimeout(this.rest);
    this.controls.dispose();
    this.renderer.dispose();
    this.canvas.remove();
  }

  /** Draws at once. */
  drawNow(): void {
    const now = performance.now();
    if (this.moving && !this.coarse && this.frames > 1 && now - this.lastFrame > slowFrame) this.setCoarse(true);
    this.pending = false;
    ++this.frames;
    this.lastFrame = now;
    this.renderer.render(this.scene, this.camera);
  }

  draw(): void {
    if (this.pending) return;
    this.pending = true;
    requestAnimationFrame(() => this.pending && this.drawNow());
  }

  /** Draws from another place. */
  private move(): void {
    if (!this.moving) this.lastFrame = performance.now();
    this.moving = true;
    clearTimeout(this.rest);
    this.rest = setTimeout(() => {
      this.moving = false;
      this.setCoarse(false);
      this.draw();
    }, restsAfter);
    this.draw();
  }

  private setCoarse(on: boolean): void {
    if (on === this.coarse) return;
    this.coarse = on;
    for (const object of this.scene.children)
      if (object instanceof Mesh) {
        const { coarse, whole } = this.indicesOf(object.geometry as BufferGeometry);
        (object.geometry as BufferGeometry).setIndex(on ? coarse : whole);
      }
    this.renderer.setPixelRatio(on ? sharpness() / 2 : sharpness());
  }

  private indicesOf(geometry: BufferGeometry): { coarse: BufferAttribute; whole: BufferAttribute | null } {
    const known = this.indices.get(geometry);
    if (known) return known;
    const whole = geometry.getIndex() as BufferAttribute | null;
    const position = geometry.getAttribute("position") as BufferAttribute | undefined; // of a cut: none before the first
    const nodes = position?.array ?? [];
    const triangles = whole?.array ?? Uint32Array.from({ length: nodes.length / 3 }, (_, i) => i);
    const coarse = new BufferAttribute(clusteredTriangles(nodes, triangles, this.box, coarseParts), 1);
    const both = { coarse, whole };
    this.indices.set(geometry, both);
    return both;
  }

  private addSurface(air: TetrahedralMesh): BufferGeometry {
    const geometry = new BufferGeometry();
    geometry.setAttribute("position", new BufferAttribute(air.nodes, 3));
    geometry.setIndex(new BufferAttribute(outerTriangles(air), 1));
    this.add(geometry, this.airMaterial(1));
    return geometry;
  }

  private addCap(): void {
    this.add(this.cap, this.airMaterial(0));
  }

  private addShell(nodes: Float32Array, triangles: Uint32Array): void {
    const geometry = new BufferGeometry();
    geometry.setAttribute("position", new BufferAttribute(nodes, 3));
    geometry.setIndex(new BufferAttribute(triangles, 1));
    const still = new Float32Array(nodes.length);
    geometry.setAttribute("re", new BufferAttribute(still, 3));
    geometry.setAttribute("im", new BufferAttribute(still, 3));
    const material = new ShaderMaterial({
      vertexShader: shellVertex,
      fragmentShader: shellFragment,
      uniforms: this.shellUniforms,
      side: DoubleSide,
    });
    this.shells.push(geometry);
    this.add(geometry, material);
  }

  private add(geometry: BufferGeometry, material: ShaderMaterial): void {
    const mesh = new Mesh(geometry, material);
    mesh.frustumCulled = false;
    this.scene.add(mesh);
  }

  private airMaterial(lit: number): ShaderMaterial {
    return new ShaderMaterial({
      vertexShader: airVertex,
      fragmentShader: airFragment,
      uniforms: { ...this.airUniforms, lit: { value: lit } },
      side: DoubleSide,
    });
  }

  private fillCap(): void {
    this.setCoarse(false);
    this.indices.delete(this.cap);
    const empty = new Float32Array(0);
    const { cut, pressure } = this;
    const on = (values: Float32Array | undefined, components: number): BufferAttribute =>
      new BufferAttribute(cut && values ? valuesOnCut(cut, values, components) : empty, components);
    this.cap.setAttribute("position", on(this.air?.nodes, 3));
    this.cap.setAttribute("re", on(pressure?.re, 1));
    this.cap.setAttribute("im", on(pressure?.im, 1));
    this.cap.setDrawRange(0, cut && pressure ? cut.t.length : 0);
  }

  private paintBackground(): void {
    this.scene.background = new Color(isDark() ? "#12151b" : "#f3f4f7");
    this.draw();
  }

  private resize(): void {
    const { clientWidth: width, clientHeight: height } = this.host;
    if (width === 0 || height === 0) return;
    this.renderer.setSize(width, height);
    this.camera.aspect = width / height;
    this.camera.updateProjectionMatrix();
    this.draw();
  }

  private onKey(event: KeyboardEvent): void {
    const step = 0.12;
    const turns: Record<string, [number, number]> = {
      ArrowLeft: [-step, 0],
      ArrowRight: [step, 0],
      ArrowUp: [0, -step],
      ArrowDown: [0, step],
    };
    const turn = turns[event.key];
    if (turn) this.turn(...turn);
    else if (event.key === "+" || event.key === "-") {
      const arm = this.camera.position.clone().sub(this.controls.target);
      this.camera.position.copy(this.controls.target).addScaledVector(arm, event.key === "+" ? 0.9 : 1.1);
      this.controls.update();
    } else if (event.key === "Escape") this.home();
    else return;
    event.preventDefault();
  }
}

/** Pixels of the canvas for one of the page: more than two aren't seen. */
function sharpness(): number {
  return Math.min(devicePixelRatio, 2);
}

function texture(colours: Uint8Array): DataTexture {
  const map = new DataTexture(colours, 256, 1, RGBAFormat);
  map.colorSpace = SRGBColorSpace;
  map.minFilter = LinearFilter;
  map.magFilter = LinearFilter;
  map.needsUpdate = true;
  return map;
}
