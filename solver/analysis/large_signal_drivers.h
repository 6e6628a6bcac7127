#ifndef EARSHOT_ANALYSIS_LARGE_SIGNAL_DRIVERS_H
#define EARSHOT_ANALYSIS_LARGE_SIGNAL_DRIVERS_H

#include "solver/model/large_signal.h"
#include "solver/model/model.h"
#include "solver/model/vents.h"
#include "solver/sweep/fast_sweep.h"

#include <map>
#include <string>
#include <vector>

namespace earshot {

/// Curves of a driver: those that its config states, and K(x) of the diaphragm's profile where that is to be
/// computed. @throws UserError
std::vector<LargeSignalCurve> driver_curves(const DriverConfig &driver,
                                            const std::vector<MaterialConfig> &materials);

/// A driver with its laws, and how far its coil may go.
struct LargeSignalDriver {
  DriverConfig config;
  std::vector<LargeSignalCurve> curves;
  double rest_stiffness = 0;        ///< of the suspension at the coil, in vacuo [N/m]; 0 where no law asks
  dealii::Tensor<1, 3> direction{}; ///< of its front, any length
};

/// The laws of drivers whose displacements and currents are the scalars of a balance in turn; of several,
/// their names end in the driver's.
std::vector<Law> laws_of(const std::vector<LargeSignalDriver> &drivers);

/// All that isn't linear in a design.
struct LargeSignal {
  std::vector<LargeSignalDriver> drivers;
  std::vector<Vent> vents;

  /// In the order of the drivers.
  std::vector<std::string> driver_names() const;
};

/// Finds what isn't linear in the designs of a model's matrices; suspensions that are the same are solved
/// once.
class LargeSignalFinder {
public:
  explicit LargeSignalFinder(const Model &model) : model_(model) {}

  /// Collective. @param design with computed motors @throws UserError, FactorizationError
  LargeSignal of(const Case &design);

private:
  double rest_stiffness_of(const Case &design, const DriverConfig &driver, const ShellAxis &axis);

  const Model &model_;
  std::map<std::string, double> known_; ///< static stiffness by what decides on it
};

/// Static stiffness in vacuo, at the coil, of the drivers whose laws ask for it [N/m], by name. Collective.
/// @throws UserError, FactorizationError
std::map<std::string, double> rest_stiffnesses(const Model &model);

/// Makes a sweep's reduced model hold for the static limit, too, which laws at large signal displace coils
/// in. Collective.
void hold_static_limit(const Model &model, FastSweep &sweep);

} // namespace earshot

#endif
