import { h } from "../dom";

/** One part of the report; it is there only when the run has its data. */
export interface Section {
  id: string;
  title: string;
  lead?: string;
  content: HTMLElement[];
}

export function sectionElement(section: Section): HTMLElement {
  return h("section", { id: section.id, "aria-labelledby": `${section.id}-title` },
    h("h2", { id: `${section.id}-title` }, section.title),
    section.lead ? h("p", { class: "lead" }, section.lead) : null,
    ...section.content,
  );
}

export interface Column<Row> {
  title: string;
  /** What the cell shows. */
  text: (row: Row) => string;
  /** What lines are sorted by; texts alphabetically. */
  key: (row: Row) => number | string | null;
  numeric?: boolean;
}

/** A table whose lines are sorted by a click on a head. */
export function sortableTable<Row>(
  label: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  choose?: (row: Row, line: HTMLTableRowElement) => void,
): HTMLElement {
  const body = h("tbody");
  let sorted: { column: number; down: boolean } | undefined;
  const heads = columns.map((column, c) => {
    const button = h("button", { type: "button", click: () => sortBy(c) }, column.title);
    return h("th", { scope: "col", class: column.numeric ? "number" : "" }, button);
  });
  const lines = rows.map((row) => {
    const line = h("tr", {}, ...columns.map((column) => h("td", { class: column.numeric ? "number" : "" }, column.text(row))));
    if (choose) {
      line.tabIndex = 0;
      line.classList.add("choice");
      line.addEventListener("click", () => choose(row, line));
      line.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        choose(row, line);
      });
    }
    return { row, line };
  });
  body.append(...lines.map(({ line }) => line));

  function sortBy(c: number): void {
    const column = columns[c];
    if (!column) return;
    sorted = { column: c, down: sorted?.column === c ? !sorted.down : column.numeric === true };
    const sign = sorted.down ? -1 : 1;
    const order = [...lines].sort((a, b) => {
      const [x, y] = [column.key(a.row), column.key(b.row)];
      if (x === null || y === null) return (x === null ? 1 : 0) - (y === null ? 1 : 0);
      return sign * (typeof x === "string" || typeof y === "string" ? String(x).localeCompare(String(y)) : x - y);
    });
    body.append(...order.map(({ line }) => line));
    heads.forEach((head, k) =>
      k === c ? head.setAttribute("aria-sort", sorted?.down ? "descending" : "ascending") : head.removeAttribute("aria-sort"),
    );
  }

  return h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": label },
    h("table", { class: "sortable" }, h("thead", {}, h("tr", {}, ...heads)), body),
  );
}

/** Names and values side by side. */
export function facts(entries: readonly (readonly [string, string])[]): HTMLElement {
  return h("dl", { class: "facts" },
    ...entries.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))),
  );
}
