#ifndef EARSHOT_APP_TUNE_COMMAND_H
#define EARSHOT_APP_TUNE_COMMAND_H

#include "solver/app/run.h"

#include <filesystem>

namespace earshot {

/// Whether the case that is tuned needs the model that a run of it keeps, as it has a mesh.
/// @throws UserError for a case without [tune]
bool needs_model(const Options &options);

/// Tunes the numbers of [tune] towards its target and writes tune.csv, tune_curves.csv, tune_figures.csv and
/// tuned.toml, the case with the numbers found. On one rank.
/// @param options  of the case; `model` where it has a mesh, `directory` for the results
/// @throws UserError for a target of another ear or one that ends within the band, for figures that the case
/// doesn't have, for numbers that change a mesh; Stopped
void run_tune(const Options &options);

/// Compares what answered for the tuned numbers with a run of tuned.toml, at the run's frequencies within the
/// band, and prints what they differ by.
/// @param run  folder within that of the tuning @return the largest difference [dB]
double check_tuned(const Options &options, const std::filesystem::path &run);

/// Writes the case with the tuned numbers, to be tuned once more from there within a quarter of each range.
/// @return its file, renewed.toml
std::filesystem::path write_renewed(const Options &options);

} // namespace earshot

#endif
