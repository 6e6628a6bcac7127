/** Colours of curves and frames, told apart also by the colour-blind; after Okabe and Ito, darkened or lightened. */
export interface Palette {
  curves: readonly string[];
  ink: string;
  muted: string;
  grid: string;
  fineGrid: string;
  paper: string;
  shade: string;
}

export const light: Palette = {
  curves: ["#0b62b0", "#c84e14", "#00785a", "#9c3d86", "#8a6100", "#2384b8", "#6b6f7a", "#b3264a"],
  ink: "#1b1e25",
  muted: "#5a6070",
  grid: "#d9d9de",
  fineGrid: "#eeeef1",
  paper: "#ffffff",
  shade: "rgba(90, 96, 112, 0.09)",
};

export const dark: Palette = {
  curves: ["#62b3ff", "#ff9362", "#45d3a8", "#e695d4", "#f2bf4b", "#8adcff", "#aab2c2", "#ff7f9d"],
  ink: "#e9ebf0",
  muted: "#a0a7b6",
  grid: "#363b47",
  fineGrid: "#262a34",
  paper: "#171a21",
  shade: "rgba(160, 167, 182, 0.10)",
};

export const colourOf = (palette: Palette, index: number): string =>
  palette.curves[index % palette.curves.length] ?? palette.ink;

/** "#rrggbb" with an opacity. */
export function translucent(colour: string, opacity: number): string {
  const channel = (at: number): number => parseInt(colour.slice(at, at + 2), 16);
  return `rgba(${channel(1)}, ${channel(3)}, ${channel(5)}, ${opacity})`;
}
