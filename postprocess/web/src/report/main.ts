import "uplot/dist/uPlot.min.css";
import "../style.css";
import "../page";
import { charts } from "../chart/chart";
import { Run, type RunData } from "../data/run";
import { byId, h } from "../dom";
import { frequencyText, numberText } from "../format";
import { themeButton } from "../theme";
import { configSection, costSection, furtherSection, motorSection, specificationSection } from "./facts";
import { distortionSection } from "./distortion";
import { contributionsSection, housingForceSection } from "./drivers";
import { fieldSection, fieldViews } from "./field";
import { modesSection } from "./modes";
import { electricalSection, isolationSection, powerSection, responseSection } from "./response";
import { sectionElement, type Section } from "./section";
import { sensitivitySection } from "./sensitivity";
import { studySections } from "./studies";

async function sectionsOf(run: Run): Promise<Section[]> {
  const sections = [
    responseSection(run),
    contributionsSection(run),
    housingForceSection(run),
    specificationSection(run),
    electricalSection(run),
    fieldSection(run),
    distortionSection(run),
    powerSection(run),
    isolationSection(run),
    modesSection(run),
    sensitivitySection(run),
    ...(await studySections(run)),
    motorSection(run),
    furtherSection(run),
    costSection(run),
    configSection(run),
  ];
  return sections.filter((section): section is Section => section !== undefined);
}

interface Card {
  name: string;
  value: string;
  unit: string;
}

/** The few figures that one asks for first. */
function cardsOf(run: Run): Card[] {
  const { figures = {} } = run.summary;
  const cards: Card[] = [];
  const add = (name: string, key: string, unit: string, text: (value: number) => string): void => {
    const value = figures[key];
    if (typeof value === "number") cards.push({ name, value: text(value), unit });
  };
  const decimal = (value: number): string => value.toFixed(1);
  add("Sensitivity at 1 kHz", "sensitivity_db_per_mw", "dB/mW", decimal);
  add("Sensitivity at 1 kHz", "sensitivity_db_per_v", "dB/V", decimal);
  add("Impedance at 1 kHz", "impedance_1khz_ohm", "Ω", (value) => numberText(value, 3));
  const resonance = figures["resonance_hz"];
  if (typeof resonance === "number") {
    const [value = "", unit = ""] = frequencyText(resonance).split(" ");
    cards.push({ name: "Resonance", value, unit });
  }
  add("Largest excursion", "largest_excursion_mm", "mm peak", (value) => numberText(value, 2));
  const error = figures["largest_error_db"];
  if (typeof error === "number" && error > 0) cards.push({ name: "Error of the sweep", value: numberText(error, 2), unit: "dB" });
  const mesh = figures["largest_error_mesh_db"];
  if (typeof mesh === "number") cards.push({ name: "Error of the mesh", value: numberText(mesh, 2), unit: "dB" });
  return cards;
}

function header(run: Run): HTMLElement {
  const { name, program } = run.data;
  return h("header", { class: "title" },
    h("p", { class: "over" }, `earshot ${program}`, h("span", {}, name)),
    h("h1", {}, run.title),
    h("div", { class: "cards" },
      ...cardsOf(run).map((card) =>
        h("div", { class: "card" }, h("span", {}, card.name), h("p", {}, h("b", {}, card.value), ` ${card.unit}`))),
    ),
    warnings(run),
  );
}

function warnings(run: Run): HTMLElement | null {
  const texts = run.summary.warnings ?? [];
  if (texts.length === 0) return null;
  return h("details", { class: "warnings", open: texts.length <= 3 },
    h("summary", {}, texts.length === 1 ? "One warning" : `${texts.length} warnings`),
    h("ul", {}, ...texts.map((text) => h("li", {}, text))),
  );
}

function navigation(sections: readonly Section[]): HTMLElement {
  const links = sections.map((section) => h("a", { href: `#${section.id}` }, section.title));
  const seen = new IntersectionObserver(
    (entries) => {
      for (const entry of entries)
        if (entry.isIntersecting)
          links.forEach((link) => {
            const here = link.hash === `#${entry.target.id}`;
            here ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current");
          });
    },
    { rootMargin: "-20% 0px -70% 0px" },
  );
  requestAnimationFrame(() => document.querySelectorAll("main > section").forEach((section) => seen.observe(section)));
  return h("nav", { "aria-label": "Parts of the report" }, ...links, themeButton());
}

async function show(): Promise<void> {
  const run = new Run(JSON.parse(byId("data").textContent ?? "") as RunData);
  document.title = `${run.title} – earshot`;
  const sections = await sectionsOf(run);
  byId("page").replaceChildren(
    navigation(sections),
    h("main", { id: "content" }, header(run), ...sections.map(sectionElement)),
  );
  window.earshot = { charts, fieldViews, ready: true, delays: [] };
}

void show();
