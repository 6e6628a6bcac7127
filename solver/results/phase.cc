#include "solver/results/phase.h"

#include <cmath>
#include <numbers>

namespace earshot {

std::vector<double> unwrapped_phase(std::span<const std::complex<double>> value) {
  std::vector<double> phase;
  for (const auto &v : value) {
    const double wrapped = std::arg(v);
    const double turn = 2 * std::numbers::pi;
    phase.push_back(phase.empty() ? wrapped : wrapped + turn * std::round((phase.back() - wrapped) / turn));
  }
  return phase;
}

} // namespace earshot
