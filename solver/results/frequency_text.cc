#include "solver/results/frequency_text.h"

#include <fmt/format.h>

#include <cmath>

namespace earshot {

std::string frequency_text(double frequency_hz, int digits) {
  const double rounding = 1 - 0.5 * std::pow(10, -digits); // 999.97 is written as 1 kHz
  return std::abs(frequency_hz) < 1000 * rounding ? fmt::format("{:.{}g} Hz", frequency_hz, digits)
                                                  : fmt::format("{:.{}g} kHz", frequency_hz / 1000, digits);
}

} // namespace earshot
