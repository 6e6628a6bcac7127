#ifndef EARSHOT_ANALYSIS_SUSPENSION_STUDY_H
#define EARSHOT_ANALYSIS_SUSPENSION_STUDY_H

#include "solver/config/case.h"
#include "solver/files/tables.h"
#include "solver/model/meridian.h"

#include <spdlog/logger.h>

#include <filesystem>

namespace earshot {

/// displacement_mm, force_n, stiffness_n_mm, tangent_stiffness_n_mm, effective_area_mm2.
Table suspension_table(const DriverSuspension &suspension);

/// Computes the suspension of every diaphragm of a profile at large deflection and writes suspension.csv; of
/// several drivers each file bears its driver's name. @throws UserError
void analyse_suspensions(const Case &config, const SuspensionConfig &asked,
                         const std::filesystem::path &directory, spdlog::logger &log);

} // namespace earshot

#endif
