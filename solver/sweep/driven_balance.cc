#include "solver/sweep/driven_balance.h"

#include <algorithm>
#include <cmath>

namespace earshot {

namespace {

using Phasor = std::complex<double>;

int order_of(const std::vector<int> &combination) {
  int order = 0;
  for (const int k : combination)
    order += std::abs(k);
  return order;
}

} // namespace

PathProblem over_level(const HarmonicBalance &balance, const LinearLines &lines) {
  return [&balance, &lines](std::span<const double> u, double level) {
    HarmonicBalance::Equations e = balance.equations(lines, level, u);
    return PathEquations{std::move(e.residual), std::move(e.jacobian), std::move(e.level_slope)};
  };
}

PathProblem over_frequency(const HarmonicBalance &balance, LinearRest rest, Phasor drive) {
  return [&balance, rest = std::move(rest), drive](std::span<const double> u, double omega) {
    const auto lines_at = [&](double w) {
      return balance.lines(rest, std::span<const double>(&w, 1), std::span<const Phasor>(&drive, 1));
    };
    HarmonicBalance::Equations e = balance.equations(lines_at(omega), 1, u);
    const double step = 1e-5 * omega; // cube root of round-off, where both errors of the difference are least
    const std::vector<double> above = balance.residual(lines_at(omega + step), 1, u),
                              below = balance.residual(lines_at(omega - step), 1, u);
    for (std::size_t k = 0; k < above.size(); ++k)
      e.level_slope[k] = (above[k] - below[k]) / (2 * step);
    return PathEquations{std::move(e.residual), std::move(e.jacobian), std::move(e.level_slope)};
  };
}

std::vector<double> scales_of(const HarmonicBalance &balance, std::span<const double> unknowns) {
  const std::size_t n = balance.spectrum().n_coefficients();
  std::vector<double> scales(unknowns.size(), 1);
  for (std::size_t a = 0; a < balance.n_scalars(); ++a) {
    double largest = 0;
    for (std::size_t k = 0; k < n; ++k)
      largest = std::max(largest, std::abs(unknowns[a * n + k]));
    if (largest > 0)
      std::fill_n(scales.begin() + a * n, n, largest);
  }
  return scales;
}

DrivenBalance::DrivenBalance(LinearRest rest, std::size_t n_scalars, std::vector<Law> laws,
                             std::vector<double> tones, std::vector<Phasor> drive, BalanceOptions options)
    : rest_(std::move(rest)), laws_(std::move(laws)), tones_(std::move(tones)), drive_(std::move(drive)),
      options_(options), balance_({tones_.size(), options.order, options.samples}, n_scalars, laws_),
      lines_(balance_.lines(rest_, tones_, drive_)), point_{std::vector<double>(balance_.n_unknowns()), 0} {}

/// Amplitudes that the linear rest alone would have at the level.
PathOptions DrivenBalance::path_options(double level) const {
  PathOptions options;
  options.scales = scales_of(balance_, balance_.linear_answer(lines_));
  for (double &scale : options.scales)
    scale *= level;
  options.lambda_scale = level;
  return options;
}

std::string DrivenBalance::raise_to(double level) {
  law_.clear();
  const PathOutcome outcome =
      Continuation(over_level(balance_, lines_), path_options(level)).follow(point_, level);
  point_ = outcome.point;
  folds_ += static_cast<int>(outcome.folds.size());
  if (!outcome.failure.empty())
    return outcome.failure;
  while (last_share() > options_.last_share && 2 * spectrum().order() <= options_.most_order)
    if (!double_order())
      return "harmonics of higher order do not settle";
  return "";
}

double DrivenBalance::last_share() const {
  double share = 0;
  for (std::size_t a = 0; a < balance_.n_scalars(); ++a) {
    double largest = 0, last = 0;
    for (std::size_t l = 1; l < spectrum().n_lines(); ++l) {
      const double amplitude = std::abs(phasor(a, l));
      largest = std::max(largest, amplitude);
      // Symmetric laws have no even orders, or no odd ones.
      if (order_of(spectrum().combination(l)) >= spectrum().order() - 1)
        last = std::max(last, amplitude);
    }
    if (largest > 0)
      share = std::max(share, last / largest);
  }
  return share;
}

/// The point with more lines, solved anew at its level. @return whether that worked; if not all is as before
bool DrivenBalance::double_order() {
  HarmonicBalance finer({tones_.size(), 2 * spectrum().order(), options_.samples}, balance_.n_scalars(),
                        laws_);
  LinearLines lines = finer.lines(rest_, tones_, drive_);
  PathPoint point{std::vector<double>(finer.n_unknowns()), point_.lambda};
  const std::size_t n = spectrum().n_coefficients(), n_finer = finer.spectrum().n_coefficients();
  for (std::size_t a = 0; a < balance_.n_scalars(); ++a)
    for (std::size_t l = 0; l < spectrum().n_lines(); ++l) {
      const std::size_t to = finer.spectrum().line(spectrum().combination(l));
      for (std::size_t part = 0; part < (l == 0 ? 1 : 2); ++part)
        point.u[a * n_finer + (l == 0 ? 0 : 2 * to - 1 + part)] =
            point_.u[a * n + (l == 0 ? 0 : 2 * l - 1 + part)];
    }
  PathOptions options;
  options.scales = scales_of(finer, point.u);
  if (!Continuation(over_level(finer, lines), options).settle(point))
    return false;
  balance_ = std::move(finer);
  lines_ = std::move(lines);
  point_ = std::move(point);
  return true;
}

Phasor DrivenBalance::law_phasor(std::size_t scalar, std::size_t line) const {
  if (law_.empty())
    law_ = balance_.law_coefficients(lines_, point_.u);
  return balance_.phasor(law_, scalar, line);
}

} // namespace earshot
