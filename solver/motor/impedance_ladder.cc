#include "solver/motor/impedance_ladder.h"

#include <boost/math/tools/minima.hpp>
#include <deal.II/lac/full_matrix.h>
#include <deal.II/lac/vector.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <stdexcept>

namespace earshot {
namespace {

constexpr Complex i_unit(0, 1);

/// The data without R_e and what is fitted to it.
class LadderData {
public:
  LadderData(std::span<const double> frequencies, std::span<const Complex> impedances, double resistance) {
    for (std::size_t i = 0; i < frequencies.size(); ++i) {
      omega.push_back(2 * std::numbers::pi * frequencies[i]);
      target.push_back(impedances[i] - resistance);
    }
  }

  struct Fit {
    std::vector<double> inductances;                        ///< L_e, then L_k
    double error = std::numeric_limits<double>::infinity(); ///< sum of squared relative errors
  };

  /// Non-negative least squares for given logarithms of time constants. Few unknowns: every set of active
  /// ones is tried, and the best without negative values taken.
  Fit fit(const std::vector<double> &log_times) const {
    const std::size_t n = log_times.size() + 1;
    Fit best;
    for (unsigned set = 1; set < (1u << n); ++set) {
      const auto values = solve(log_times, set);
      if (std::any_of(values.begin(), values.end(), [](double v) { return !(v >= 0); }))
        continue;
      const double error = error_of(log_times, values);
      if (error < best.error)
        best = {values, error};
    }
    return best;
  }

  std::vector<double> omega;
  std::vector<Complex> target;

private:
  /// Impedance per inductance of an element, relative to the data.
  Complex column(const std::vector<double> &log_times, std::size_t element, std::size_t row) const {
    const Complex reactance = i_unit * omega[row];
    const Complex value =
        element == 0 ? reactance : reactance / (1.0 + reactance * std::exp(log_times[element - 1]));
    return value / std::abs(target[row]);
  }

  /// Least squares over the elements of a set; 0 for the others.
  std::vector<double> solve(const std::vector<double> &log_times, unsigned set) const {
    std::vector<std::size_t> active;
    for (std::size_t e = 0; e <= log_times.size(); ++e)
      if (set & (1u << e))
        active.push_back(e);
    dealii::FullMatrix<double> normal(active.size(), active.size());
    dealii::Vector<double> right(active.size()), solution(active.size());
    const double scale = omega.back(); // so that the unknowns have the size of the data
    for (std::size_t row = 0; row < omega.size(); ++row)
      for (std::size_t a = 0; a < active.size(); ++a) {
        const Complex own = std::conj(column(log_times, active[a], row)) / scale;
        right(a) += std::real(own * target[row] / std::abs(target[row]));
        for (std::size_t b = 0; b < active.size(); ++b)
          normal(a, b) += std::real(own * column(log_times, active[b], row)) / scale;
      }
    std::vector<double> values(log_times.size() + 1, 0.0);
    normal.gauss_jordan();
    normal.vmult(solution, right);
    for (std::size_t a = 0; a < active.size(); ++a)
      values[active[a]] = solution(a) / scale;
    return values;
  }

  double error_of(const std::vector<double> &log_times, const std::vector<double> &values) const {
    double sum = 0;
    for (std::size_t row = 0; row < omega.size(); ++row) {
      Complex difference = -target[row] / std::abs(target[row]);
      for (std::size_t e = 0; e < values.size(); ++e)
        difference += values[e] * column(log_times, e, row);
      sum += std::norm(difference);
    }
    return sum;
  }
};

/// Improves one time constant after the other.
std::vector<double> best_times(const LadderData &data, int n_branches) {
  const double fastest = std::log(0.1 / data.omega.back()), slowest = std::log(10 / data.omega.front());
  std::vector<double> times;
  for (int k = 0; k < n_branches; ++k)
    times.push_back(fastest + (k + 1) * (slowest - fastest) / (n_branches + 1));
  double error = data.fit(times).error;
  for (int pass = 0; pass < 40; ++pass) {
    const double reach = std::max(0.05, 2.0 * std::pow(0.85, pass));
    for (double &time : times) {
      const double middle = time;
      const auto at = [&](double value) {
        time = value;
        return data.fit(times).error;
      };
      const int bits = 16;
      time = boost::math::tools::brent_find_minima(at, std::max(fastest, middle - reach),
                                                   std::min(slowest, middle + reach), bits)
                 .first;
      if (data.fit(times).error > error)
        time = middle;
      error = std::min(error, data.fit(times).error);
    }
  }
  return times;
}

} // namespace

Complex ImpedanceLadder::impedance(double omega) const {
  Complex sum = resistance + i_unit * omega * inductance;
  for (const Branch &branch : branches) {
    const Complex reactance = i_unit * omega * branch.inductance;
    sum += branch.resistance * reactance / (branch.resistance + reactance);
  }
  return sum;
}

ImpedanceLadder fit_ladder(std::span<const double> frequencies, std::span<const Complex> impedances,
                           double resistance, int n_branches) {
  if (frequencies.size() != impedances.size() || 2 * frequencies.size() < 2u * n_branches + 1)
    throw std::invalid_argument("impedance ladder: too few data for its elements");
  const LadderData data(frequencies, impedances, resistance);
  const auto times = best_times(data, n_branches);
  const auto fit = data.fit(times);
  ImpedanceLadder ladder;
  ladder.resistance = resistance;
  ladder.inductance = fit.inductances.at(0);
  for (int k = 0; k < n_branches; ++k)
    if (fit.inductances[k + 1] > 0)
      ladder.branches.push_back({fit.inductances[k + 1] / std::exp(times[k]), fit.inductances[k + 1]});
  for (std::size_t i = 0; i < data.omega.size(); ++i)
    ladder.largest_error = std::max(ladder.largest_error,
                                    std::abs(ladder.impedance(data.omega[i]) - resistance - data.target[i]) /
                                        std::abs(data.target[i]));
  return ladder;
}

} // namespace earshot
