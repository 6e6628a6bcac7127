#include "solver/analysis/air_modes.h"

#include <numbers>

namespace earshot {

ModeSet air_modes(const FrequencyProblem &problem, const std::vector<std::string> &volumes, double up_to) {
  std::vector<Pencil> parts;
  for (const std::string &volume : volumes)
    parts.push_back(undamped_pencil(problem, 2, 2 * std::numbers::pi * up_to, volume));
  ModeSet set;
  set.zones = volumes;
  for (const Eigenpair &pair : undamped_eigenpairs(problem, 2, up_to)) {
    Mode mode;
    mode.frequency = frequency_of(pair.value, up_to);
    std::vector<Complex> shape(pair.vector.begin(), pair.vector.end());
    mode.kinetic_shares = energy_shares(parts, &Pencil::stiffness, shape);
    mode.potential_shares = energy_shares(parts, &Pencil::mass, shape);
    if (mode.frequency == 0)
      mode.kinetic_shares.assign(volumes.size(), std::numeric_limits<double>::quiet_NaN());
    mode.kind = main_zones(volumes, mode.potential_shares);
    mode.shapes.push_back(std::move(shape));
    set.modes.push_back(std::move(mode));
  }
  return set;
}

} // namespace earshot
