#ifndef EARSHOT_SWEEP_HARMONIC_BALANCE_H
#define EARSHOT_SWEEP_HARMONIC_BALANCE_H

#include "solver/sweep/spectrum.h"

#include <complex>
#include <functional>
#include <string>
#include <vector>

namespace earshot {

/// What a linear system does to a few of its scalars at one frequency. Peak phasors, time factor exp(+i w t).
struct LinearResponse {
  std::vector<std::complex<double>> source;   ///< of scalar a to the source at level 1
  std::vector<std::complex<double>> transfer; ///< of scalar a to a law's value on scalar b: row-major (a, b)
};

/// The linear rest at w >= 0 [rad/s]; w = 0 asks for its static limit.
using LinearRest = std::function<LinearResponse(double omega)>;

/// What laws give at one instant, and their derivatives.
struct LawValues {
  explicit LawValues(std::size_t n) : value(n), slope(n * n), rate_slope(n * n) {}

  std::vector<double> value;      ///< n_a
  std::vector<double> slope;      ///< d n_a / d s_b, row-major (a, b)
  std::vector<double> rate_slope; ///< d n_a / d (ds_b/dt), row-major (a, b)
};

/// A memoryless law n(s, ds/dt) between the scalars: what it gives beyond the linear rest.
struct Law {
  std::string name;
  std::function<void(std::span<const double> s, std::span<const double> rate, LawValues &)> add;
};

/// The linear rest at every line of a spectrum.
struct LinearLines {
  std::vector<double> omega; ///< [rad/s]
  std::vector<LinearResponse> response;
  std::vector<std::complex<double>> drive; ///< of the source at level 1, of each line
};

/// Harmonic balance of a linear rest and laws that act on few of its scalars s,
///
///   S(l) = level drive(l) S_source(w_l) + sum_b G(w_l)_b N_b(l),   N = Fourier coefficients of n(s(t),
///   s'(t)),
///
/// by sampling in time and back (alternating frequency-time; Cameron and Griffin, J. Appl. Mech. 56, 1989).
/// Without laws' values S is the linear answer, exactly. Unknowns are the coefficients of every scalar in
/// turn.
class HarmonicBalance {
public:
  HarmonicBalance(Spectrum spectrum, std::size_t n_scalars, std::vector<Law> laws)
      : spectrum_(std::move(spectrum)), n_scalars_(n_scalars), laws_(std::move(laws)) {}

  const Spectrum &spectrum() const { return spectrum_; }
  std::size_t n_scalars() const { return n_scalars_; }
  std::size_t n_unknowns() const { return n_scalars_ * spectrum_.n_coefficients(); }

  /// @param tones [rad/s]  @param drive peak phasor of each tone's source at level 1
  LinearLines lines(const LinearRest &rest, std::span<const double> tones,
                    std::span<const std::complex<double>> drive) const;

  /// Residual of the balance, and its exact derivatives.
  struct Equations {
    std::vector<double> residual;
    std::vector<double> jacobian;    ///< by the unknowns, row-major
    std::vector<double> level_slope; ///< by the level
  };
  Equations equations(const LinearLines &lines, double level, std::span<const double> unknowns) const;
  /// The residual alone.
  std::vector<double> residual(const LinearLines &lines, double level,
                               std::span<const double> unknowns) const;

  /// Answer of the linear rest to the source at level 1.
  std::vector<double> linear_answer(const LinearLines &lines) const;
  /// N_b: coefficients of the laws' values.
  std::vector<double> law_coefficients(const LinearLines &lines, std::span<const double> unknowns) const;

  /// Peak phasor of a scalar at a line.
  std::complex<double> phasor(std::span<const double> unknowns, std::size_t scalar, std::size_t line) const;
  /// A scalar's values over the grid of samples.
  std::vector<double> samples(std::span<const double> unknowns, std::size_t scalar) const;
  /// Coefficients of every scalar's rate ds/dt.
  std::vector<double> rates(const LinearLines &lines, std::span<const double> unknowns) const;

private:
  struct Sampled;
  Sampled sample_laws(const LinearLines &lines, std::span<const double> unknowns) const;
  std::vector<double> coefficients(const std::vector<double> &samples, std::size_t scalar) const;
  void subtract_answer(const LinearLines &lines, const std::vector<double> &law, std::size_t columns,
                       std::vector<double> &residual) const;
  void add_law_slopes(const LinearLines &lines, const Sampled &sampled, std::size_t a, std::size_t b,
                      std::vector<double> &slopes) const;

  Spectrum spectrum_;
  std::size_t n_scalars_;
  std::vector<Law> laws_;
};

} // namespace earshot

#endif
