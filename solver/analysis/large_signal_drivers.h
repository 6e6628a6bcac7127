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

  bool has_area_law() const;
};

/// All that isn't linear in a design.
struct LargeSignal {
  std::vector<LargeSignalDriver> drivers;
  std::vector<Vent> vents;

  /// On the scalars of a balance: displacement and current of each driver in turn, then the volume
  /// displacement of each vent, then the pressure on each driver with an area law. Names end in the driver's,
  /// where there are several, and in the vent's.
  std::vector<Law> laws() const;
  std::size_t vent_scalar(std::size_t vent) const { return 2 * drivers.size() + vent; }
  /// In the order of the drivers.
  std::vector<std::string> driver_names() const;
  std::vector<std::string> area_drivers() const; ///< those with an area law
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
void hold_static_limit(const FrequencyProblem &problem, FastSweep &sweep);

} // namespace earshot

#endif
