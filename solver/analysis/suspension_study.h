#ifndef EARSHOT_ANALYSIS_SUSPENSION_STUDY_H
#define EARSHOT_ANALYSIS_SUSPENSION_STUDY_H

#include "solver/config/case.h"
#include "solver/files/tables.h"
#include "solver/model/driver_suspension.h"

#include <spdlog/logger.h>

#include <filesystem>
#include <functional>
#include <string>

namespace earshot {

/// displacement_mm, force_n, stiffness_n_mm, tangent_stiffness_n_mm, effective_area_mm2 and, of every zone
/// and material, stress_mpa.<zone>.<material>.
Table suspension_table(const DriverSuspension &suspension);

/// pressure_pa, displacement_mm, volume_mm3, tangent_stiffness_n_mm, effective_area_mm2 and the stresses.
Table pressure_table(const DriverUnderPressure &under);

/// Computes the suspension of every diaphragm of a profile at large deflection and writes suspension.csv, and
/// suspension_pressure.csv where static pressures are asked for; of several drivers each file bears its
/// driver's name. Warns of layers under more stress than they bear for good. @throws UserError
void analyse_suspensions(const Case &config, const SuspensionConfig &asked,
                         const std::filesystem::path &directory, spdlog::logger &log,
                         const std::function<void(const std::string &)> &warn);

} // namespace earshot

#endif
