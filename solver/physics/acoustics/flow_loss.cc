#include "solver/physics/acoustics/flow_loss.h"

#include <cmath>

namespace earshot {

double cloth_loss_coefficient(double open_share) {
  constexpr double discharge = 0.76;
  return (1 - open_share * open_share) / std::pow(open_share * discharge, 2);
}

Law flow_loss_law(const std::string &vent, const FlowLoss &loss, std::size_t v) {
  const auto add = [=](std::span<const double> s, std::span<const double> rate, LawValues &law) {
    const double u = rate[v] / loss.area, half = loss.density * loss.coefficient / 2;
    law.value[v] -= half * std::abs(u) * u;
    law.rate_slope[v * s.size() + v] -= 2 * half * std::abs(u) / loss.area;
  };
  return {"flow." + vent, add};
}

} // namespace earshot
