#ifndef EARSHOT_APP_FIT_REPORT_H
#define EARSHOT_APP_FIT_REPORT_H

#include "solver/results/fit_results.h"

#include <string>

namespace earshot {

/// What a fit found, for the screen and fit.txt.
std::string fit_report(const FitResults &results);

} // namespace earshot

#endif
