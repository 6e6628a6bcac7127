/** Comma-separated values (RFC 4180), as earshot's result files have them: one line of names above columns. */
export class Table {
  constructor(
    readonly columns: readonly string[],
    readonly rows: readonly (readonly string[])[],
  ) {}

  has(column: string): boolean {
    return this.columns.includes(column);
  }

  texts(column: string): string[] {
    const index = this.columns.indexOf(column);
    if (index < 0) throw new Error(`no column ${column}`);
    return this.rows.map((row) => row[index] ?? "");
  }

  /** What isn't a finite number, such as "nan" or an empty field, is null: not known. */
  numbers(column: string): (number | null)[] {
    return this.texts(column).map(numberOf);
  }

  /** Whether a column holds numbers and gaps only. */
  isNumeric(column: string): boolean {
    return this.texts(column).every((text) => numberOf(text) !== null || isGap(text));
  }
}

const isGap = (text: string): boolean => /^\s*([+-]?(nan|inf|infinity))?\s*$/i.test(text);

export function numberOf(text: string): number | null {
  if (text.trim() === "") return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}

/** Fields of the whole text; quoted ones may hold commas, line breaks and doubled quotes. */
function fieldsOf(text: string): string[][] {
  const lines: string[][] = [];
  let line: string[] = [];
  let field = "";
  let quoted = false;
  const endField = (): void => {
    line.push(field);
    field = "";
  };
  const endLine = (): void => {
    endField();
    if (line.length > 1 || line[0] !== "") lines.push(line);
    line = [];
  };
  for (let i = 0; i < text.length; ++i) {
    const c = text[i];
    if (quoted) {
      if (c !== '"') field += c;
      else if (text[i + 1] === '"') field += text[++i];
      else quoted = false;
    } else if (c === '"' && field === "") quoted = true;
    else if (c === ",") endField();
    else if (c === "\n") endLine();
    else if (c !== "\r") field += c;
  }
  endLine();
  return lines;
}

/** Lines that begin with # are remarks. */
export function parseCsv(text: string): Table {
  const lines = fieldsOf(text).filter((line) => !line[0]?.startsWith("#"));
  const [columns = [], ...rows] = lines;
  return new Table(columns, rows);
}

const quotedIfNeeded = (text: string): string =>
  /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

export function toCsv(columns: readonly string[], rows: readonly (readonly (string | number | null)[])[]): string {
  return [columns, ...rows]
    .map((row) => row.map((field) => quotedIfNeeded(field === null ? "" : String(field))).join(",") + "\n")
    .join("");
}
