import type { Parameter, Values } from "./parameter";

export interface Description {
  title: string;
  lowest_hz: number;
  highest_hz: number;
  tolerance_db: number;
  basis_vectors: number;
  parameters: Parameter[];
}

export type Columns = Record<string, (number | null)[]>;

export interface Answer {
  response: Columns;
  impedance?: Columns;
  excursion?: Columns;
  opening_velocity?: Columns;
}

async function ask(path: string, body?: unknown): Promise<Response> {
  const response = await fetch(path, body === undefined ? {} : {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  if (response.ok) return response;
  const { error } = (await response.json().catch(() => ({}))) as { error?: string };
  throw new Error(error ?? `the program answered ${response.status}`);
}

/** Addresses are relative: the page's own holds the token. */
export const describeModel = async (): Promise<Description> => (await ask("model")).json() as Promise<Description>;

export const evaluate = async (values: Values, points: number): Promise<Answer> =>
  (await ask("evaluate", { values, points })).json() as Promise<Answer>;

export const isolationOf = async (values: Values, points: number): Promise<Columns> =>
  (await ask("isolation", { values, points })).json() as Promise<Columns>;

/** How far the program is with fitting the model to another design. */
export interface Refit {
  busy: boolean;
  text: string;
  /** Why the model is as it was; empty: it is better. */
  error: string;
}

export const askForRefit = async (values: Values): Promise<Refit> => (await ask("refit", { values })).json() as Promise<Refit>;
export const stateOfRefit = async (): Promise<Refit> => (await ask("refit")).json() as Promise<Refit>;

export const configText = async (values: Values): Promise<string> => (await ask("config", { values })).text();

/** One question at a time; of those that wait the newest alone is asked. */
export class Latest<Question, Reply> {
  private waiting: Question | undefined;
  private busy = false;

  constructor(
    private readonly answer: (question: Question) => Promise<Reply>,
    private readonly show: (reply: Reply, question: Question) => void,
    private readonly fail: (error: unknown) => void,
  ) {}

  ask(question: Question): void {
    this.waiting = question;
    if (!this.busy) void this.work();
  }

  private async work(): Promise<void> {
    this.busy = true;
    while (this.waiting !== undefined) {
      const question = this.waiting;
      this.waiting = undefined;
      try {
        this.show(await this.answer(question), question);
      } catch (error) {
        this.fail(error);
      }
    }
    this.busy = false;
  }
}
