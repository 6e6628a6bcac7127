#ifndef EARSHOT_POSTPROCESS_VIEW_H
#define EARSHOT_POSTPROCESS_VIEW_H

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace earshot {

/// `earshot view`: draws what a run's folder holds and prints the names of the pictures.
/// @param frequency  [Hz] of the pressure field's picture, the nearest one written; without it every one
/// @param animation  [Hz] draws nothing but the diaphragms' motion at the written frequency nearest to this
/// one
/// @return exit code: 0, or 1 when there is no X server to draw with
/// @throws UserError when the folder holds no results or a file can't be read
int view(const std::string &directory, std::optional<double> frequency,
         std::optional<double> animation = std::nullopt);

/// response.png: level at the eardrum and at probes. impedance.png: |Z| and phase, where there is
/// impedance.csv. Needs a display. @return the files written @throws UserError
std::vector<std::filesystem::path> draw_response(const std::filesystem::path &directory);

/// isolation.png: insertion loss of the variants of an isolation analysis; those that sound has no way into
/// are named in the title. Needs a display.
/// @return the file written @throws UserError
std::filesystem::path draw_isolation(const std::filesystem::path &directory);

/// contributions.png: the level at the eardrum and the share of each driver. Needs a display.
/// @return the file written @throws UserError
std::filesystem::path draw_contributions(const std::filesystem::path &directory);

/// distortion.png: harmonic distortion of a distortion analysis, up to six voltages. Needs a display.
/// @return the file written @throws UserError
std::filesystem::path draw_distortion(const std::filesystem::path &directory);

/// compare.png: the curves of a comparison, and below them their differences from the first one, with what
/// laboratories differ by. Needs a display. @return the file written @throws UserError
std::filesystem::path draw_comparison(const std::filesystem::path &directory);

/// fit.png: measured and fitted curves of all states, and below them their differences. Needs a display.
/// @return the file written @throws UserError
std::filesystem::path draw_fit(const std::filesystem::path &directory);

/// predictions.png: a chart of each predicted change, with its band of 90 %. Needs a display.
/// @return the file written @throws UserError
std::filesystem::path draw_predictions(const std::filesystem::path &directory);

/// tune.png of tune_curves.csv: target, level before and after, what units differ by; and the deviation.
std::filesystem::path draw_tuning(const std::filesystem::path &directory);

/// study_<name>.png of each study: the levels of up to six designs, of more the levels that shares of them
/// stay below. Needs a display. @return the files written @throws UserError
std::vector<std::filesystem::path> draw_studies(const std::filesystem::path &directory);

/// field_<frequency>Hz.png: level and instantaneous pressure on the plane output.plane of the written field
/// nearest to `frequency` [Hz], with every diaphragm's deflection, enlarged. Needs a display.
/// @return the file written @throws UserError when the run wrote no fields
std::filesystem::path draw_field(const std::filesystem::path &directory, double frequency);

/// mode_<frequency>Hz.png: the same of the first dozen coupled modes whose shapes were written. Needs a
/// display.
/// @return the files written @throws UserError
std::vector<std::filesystem::path> draw_coupled_modes(const std::filesystem::path &directory);

/// Of each motor that was computed: force_factor.png, inductance.png over the displacement, and
/// blocked_impedance.png (of several motors each bears its driver's name); where its field was written
/// flux_density_<driver>.png and saturation_<driver>.png. Needs a display. @return the files written
/// @throws UserError
std::vector<std::filesystem::path> draw_motor(const std::filesystem::path &directory);

/// modes_<body>.png: the shapes of the modes of each diaphragm, if they were written, with their orders,
/// frequencies and names; black lines don't move. Needs a display. @return the files written @throws
/// UserError
std::vector<std::filesystem::path> draw_modes(const std::filesystem::path &directory);

/// Files animation_<frequency>Hz/<diaphragm>_<step>.png and .vtp, and the <diaphragm>.pvd that lists these
/// with the phase over 2 pi as time: the forced motion of each diaphragm through a cycle, enlarged, from the
/// written field nearest to `frequency` [Hz]. Needs a display. @return the .pvd @throws UserError
std::vector<std::filesystem::path> animate(const std::filesystem::path &directory, double frequency,
                                           int steps);

/// The faces of a CAD geometry from both sides, with their names and numbers: <file>.png beside the .vtp that
/// `earshot check` wrote. Needs a display. @return the picture @throws UserError
std::filesystem::path draw_geometry(const std::filesystem::path &file);

/// Whether an X server answers. VTK ends the whole program when none does, so this is asked first.
bool display_answers();

} // namespace earshot

#endif
