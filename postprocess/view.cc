#include "postprocess/view.h"

#include "solver/config/located.h"
#include "solver/output/field_files.h"

#include <fmt/format.h>

// Xlib's macros (None, Status, Bool, ...) stay in this file.
#include <X11/Xlib.h>

#include <cstdio>
#include <memory>

namespace earshot {

bool display_answers() {
  Display *display = XOpenDisplay(nullptr);
  if (display == nullptr)
    return false;
  XCloseDisplay(display);
  return true;
}

int view(const std::string &directory, std::optional<double> frequency, std::optional<double> animation) {
  const std::filesystem::path folder(directory), fields = folder / "fields" / "air.pvd";
  const bool has_response = std::filesystem::exists(folder / "response.csv");
  const bool has_fields = std::filesystem::exists(fields);
  const bool has_motor = std::filesystem::exists(folder / "motor.csv");
  const bool has_fit = std::filesystem::exists(folder / "fit_curves.csv");
  const bool has_tuning = std::filesystem::exists(folder / "tune_curves.csv");
  const bool has_comparison = std::filesystem::exists(folder / "compare.csv");
  if (!has_response && !has_fields && !has_motor && !has_comparison && !has_fit && !has_tuning)
    throw UserError(fmt::format(
        "{} holds no results (neither response.csv nor fields/air.pvd nor motor.csv nor compare.csv nor "
        "fit_curves.csv nor tune_curves.csv)",
        directory));
  if ((frequency || animation) && !has_fields)
    throw UserError(fmt::format("{} holds no fields; [output] field_frequencies asks for them", directory));
  if (!display_answers()) {
    fmt::print(stderr,
               "earshot view: no X server answers, and VTK can't draw without one; "
               "try: xvfb-run -a earshot view {}\n",
               directory);
    return 1;
  }
  // A virtual X server starts anew when its last client leaves; this one stays through all windows.
  const std::unique_ptr<Display, int (*)(Display *)> client(XOpenDisplay(nullptr), &XCloseDisplay);
  std::vector<std::filesystem::path> pictures;
  if (animation) {
    constexpr int steps = 24;
    for (const auto &series : animate(folder, *animation, steps))
      fmt::print("{} and {} frames beside it\n", series.string(), steps);
    return 0;
  }
  if (has_response && !frequency)
    pictures = draw_response(folder);
  if (frequency)
    pictures.push_back(draw_field(folder, *frequency));
  else if (has_fields)
    for (const FieldFile &field : read_series(fields))
      pictures.push_back(draw_field(folder, field.frequency_hz));
  if (std::filesystem::exists(folder / "isolation.csv") && !frequency)
    pictures.push_back(draw_isolation(folder));
  if (std::filesystem::exists(folder / "contributions.csv") && !frequency)
    pictures.push_back(draw_contributions(folder));
  if (std::filesystem::exists(folder / "distortion.csv") && !frequency)
    pictures.push_back(draw_distortion(folder));
  if (has_comparison && !frequency)
    pictures.push_back(draw_comparison(folder));
  if (has_fit && !frequency)
    pictures.push_back(draw_fit(folder));
  if (has_tuning && !frequency)
    pictures.push_back(draw_tuning(folder));
  if (std::filesystem::exists(folder / "predictions.csv") && !frequency)
    pictures.push_back(draw_predictions(folder));
  if (std::filesystem::exists(folder / "study") && !frequency) {
    const auto studies = draw_studies(folder);
    pictures.insert(pictures.end(), studies.begin(), studies.end());
  }
  if (std::filesystem::exists(folder / "modes.csv") && !frequency) {
    const auto modes = draw_modes(folder);
    pictures.insert(pictures.end(), modes.begin(), modes.end());
    const auto coupled = draw_coupled_modes(folder);
    pictures.insert(pictures.end(), coupled.begin(), coupled.end());
  }
  if (has_motor && !frequency) {
    const auto motor = draw_motor(folder);
    pictures.insert(pictures.end(), motor.begin(), motor.end());
  }
  for (const auto &picture : pictures)
    fmt::print("{}\n", picture.string());
  return 0;
}

} // namespace earshot
