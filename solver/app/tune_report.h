#ifndef EARSHOT_APP_TUNE_REPORT_H
#define EARSHOT_APP_TUNE_REPORT_H

#include "solver/results/tuning_results.h"

#include <string>

namespace earshot {

/// What tuning found, as the command prints it.
std::string tune_report(const TuningResults &results);

} // namespace earshot

#endif
