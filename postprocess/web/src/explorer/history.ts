import type { Values } from "./parameter";

/** What was set, with undo and redo. Moves of one slider that follow at once are one step. */
export class History {
  private past: Values[] = [];
  private future: Values[] = [];
  private lastKey: string | undefined;

  constructor(private present: Values = {}) {}

  get values(): Values {
    return this.present;
  }

  get canUndo(): boolean {
    return this.past.length > 0;
  }

  get canRedo(): boolean {
    return this.future.length > 0;
  }

  /** @param value undefined: back to the case's own */
  set(key: string, value: number | undefined): void {
    const next = { ...this.present };
    if (value === undefined) delete (next as Record<string, number>)[key];
    else (next as Record<string, number>)[key] = value;
    if (this.lastKey !== key) this.past.push(this.present);
    this.lastKey = key;
    this.future = [];
    this.present = next;
  }

  /** The next move is a step of its own. */
  settle(): void {
    this.lastKey = undefined;
  }

  replace(values: Values): void {
    this.past.push(this.present);
    this.future = [];
    this.lastKey = undefined;
    this.present = values;
  }

  undo(): void {
    const previous = this.past.pop();
    if (!previous) return;
    this.future.push(this.present);
    this.present = previous;
    this.lastKey = undefined;
  }

  redo(): void {
    const next = this.future.pop();
    if (!next) return;
    this.past.push(this.present);
    this.present = next;
    this.lastKey = undefined;
  }
}
