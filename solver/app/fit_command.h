#ifndef EARSHOT_APP_FIT_COMMAND_H
#define EARSHOT_APP_FIT_COMMAND_H

#include "solver/runtime/options.h"

namespace earshot {

/// `earshot fit`: fits the numbers of a case's [fit] to measured curves, predicts its [[predict]] and writes
/// fit.csv, identifiability.csv, curves, bands, predictions, fit.txt and fitted.toml. One process's work,
/// with PETSc running.
/// @throws UserError for a case without [fit], and what can't be read or fitted
void run_fit(const Options &options);

} // namespace earshot

#endif
