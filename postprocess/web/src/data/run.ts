import { parseCsv, type Table } from "./csv";
import type { Packed } from "./packed";

/** Air or diaphragm at the frequencies whose fields were written. */
export interface FieldSeries {
  name: string;
  cell: "tetrahedron" | "quadrilateral";
  nodes_mm: Packed;
  cells: Packed;
  nodes_per_cell: number;
  /** Fields in the run's folder, of which `steps` may be a choice. */
  written: number;
  steps: { frequency_hz: number; re: Packed; im: Packed }[];
}

export interface StudyCurves {
  frequency_hz: number[];
  labels: string[];
  /** Designs x frequencies; NaN where there is none. */
  spl_db: Packed;
}

/** What a run's folder holds, as the program embeds it. */
export interface RunData {
  program: string;
  name: string;
  /** Text files by their names in the folder. */
  texts: Record<string, string>;
  air?: FieldSeries;
  shells: FieldSeries[];
  /** Modes of diaphragms and of the air, as fields at their frequencies. */
  shapes: FieldSeries[];
  studies: Record<string, StudyCurves>;
  /** Files that were too large for a page. */
  omitted: string[];
}

export interface Summary {
  case?: string;
  title?: string;
  ranks?: number;
  figures?: Record<string, unknown>;
  isolation_key_figures?: Record<string, number | null>;
  counts?: Record<string, number>;
  factorisations?: number;
  back_substitutions?: number;
  stage_seconds?: Record<string, number>;
  peak_memory_mib?: { total: number; ranks: number[] };
  warnings?: string[];
  versions?: Record<string, string>;
}

/** A line of the spec sheet. */
export interface SpecFigure {
  name: string;
  title: string;
  group: string;
  value: number | null;
  unit: string;
  conditions: string;
}

/** A run as its report reads it. */
export class Run {
  readonly summary: Summary;
  private readonly tables = new Map<string, Table>();

  constructor(readonly data: RunData) {
    const text = data.texts["summary.json"];
    this.summary = text ? (JSON.parse(text) as Summary) : {};
  }

  get title(): string {
    return this.summary.title ?? this.data.name;
  }

  text(file: string): string | undefined {
    return this.data.texts[file];
  }

  files(): string[] {
    return Object.keys(this.data.texts);
  }

  /** The table of a .csv file with at least one line; undefined where the run wrote none. */
  table(file: string): Table | undefined {
    const known = this.tables.get(file);
    if (known) return known;
    const text = this.text(file);
    if (text === undefined) return undefined;
    const table = parseCsv(text);
    if (table.rows.length === 0) return undefined;
    this.tables.set(file, table);
    return table;
  }

  specification(): SpecFigure[] {
    const text = this.text("specification.json");
    return text ? ((JSON.parse(text) as { figures?: SpecFigure[] }).figures ?? []) : [];
  }
}
