#include "solver/results/response.h"

#include "solver/results/phase.h"

#include <algorithm>
#include <numbers>

namespace earshot {

namespace {

constexpr double reference_pressure = 20e-6; // [Pa]
constexpr double degrees = 180 / std::numbers::pi;

} // namespace

double sound_pressure_level(std::complex<double> pressure) {
  return 20 * std::log10(std::abs(pressure) / reference_pressure);
}

double phase_deg(std::complex<double> value) {
  return std::arg(value) * degrees;
}

std::vector<std::complex<double>> plug_impedance(double source_voltage,
                                                 std::span<const std::complex<double>> current,
                                                 double output_impedance) {
  std::vector<std::complex<double>> impedance;
  for (const auto &i : current)
    impedance.push_back(source_voltage / i - output_impedance);
  return impedance;
}

std::vector<double> plug_voltage(const Response &response) {
  std::vector<double> voltage;
  for (std::size_t i = 0; i < std::min(response.impedance.size(), response.current.size()); ++i)
    voltage.push_back(std::abs(response.impedance[i] * response.current[i]));
  return voltage;
}

std::vector<double> power_residual(const Response &response) {
  std::vector<double> residual;
  for (std::size_t i = 0; i < response.input_w.size(); ++i) {
    double sum = 0;
    for (const RealSeries &loss : response.losses_w)
      sum += loss.values[i];
    residual.push_back(std::abs(response.input_w[i] - sum) / std::abs(response.input_w[i]));
  }
  return residual;
}

std::vector<double> group_delay_ms(std::span<const double> frequency_hz,
                                   std::span<const std::complex<double>> value) {
  const std::size_t n = value.size();
  const std::vector<double> phase = unwrapped_phase(value);
  std::vector<double> delay(n, std::numeric_limits<double>::quiet_NaN());
  if (n < 2)
    return delay;
  const auto slope = [&](std::size_t i) { // between points i and i + 1 [rad/Hz]
    return (phase[i + 1] - phase[i]) / (frequency_hz[i + 1] - frequency_hz[i]);
  };
  for (std::size_t i = 0; i < n; ++i) {
    double derivative = slope(i == 0 ? 0 : i - 1);
    if (i > 0 && i + 1 < n) {
      const double before = frequency_hz[i] - frequency_hz[i - 1],
                   after = frequency_hz[i + 1] - frequency_hz[i];
      derivative = (after * slope(i - 1) + before * slope(i)) / (before + after);
    }
    delay[i] = -1e3 * derivative / (2 * std::numbers::pi);
  }
  return delay;
}

} // namespace earshot
