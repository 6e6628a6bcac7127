import { dark, light, type Palette } from "./chart/palette";
import { h } from "./dom";

const listeners = new Set<() => void>();
const system = matchMedia("(prefers-color-scheme: dark)");

export const isDark = (): boolean => {
  const chosen = document.documentElement.dataset["theme"];
  return chosen ? chosen === "dark" : system.matches;
};

export const palette = (): Palette => (isDark() ? dark : light);

/** Calls when the colours change. */
export function onThemeChange(listener: () => void): void {
  listeners.add(listener);
}

const announce = (): void => listeners.forEach((listener) => listener());
system.addEventListener("change", announce);

export function themeButton(): HTMLElement {
  const text = (): string => (isDark() ? "Light" : "Dark");
  const button = h("button", {
    type: "button",
    class: "quiet",
    "aria-label": "Switch between dark and light",
    click: () => {
      document.documentElement.dataset["theme"] = isDark() ? "light" : "dark";
      announce();
    },
  }, text());
  onThemeChange(() => (button.textContent = text()));
  return button;
}
