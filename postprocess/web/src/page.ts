import type { charts } from "./chart/chart";
import type { FieldView } from "./scene/view";

/** What tests read back of a page. */
declare global {
  interface Window {
    earshot: {
      charts: typeof charts;
      fieldViews: FieldView[];
      ready: boolean;
      /** Explorer: milliseconds from a slider's move to the drawn curve, the latest last. */
      delays: number[];
    };
  }
}
