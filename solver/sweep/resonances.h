#ifndef EARSHOT_SWEEP_RESONANCES_H
#define EARSHOT_SWEEP_RESONANCES_H

#include "solver/algebra/factorization.h"
#include "solver/sweep/reduced_model.h"

namespace earshot {

/// Coefficients around a real frequency, continued into the complex plane: each is interpolated in
/// Chebyshev's points of a band of real frequencies (Berrut and Trefethen, SIAM Review 46, 2004), whose
/// polynomial is evaluated beside the real axis. As coefficients are smooth over a band, this converges
/// geometrically for resonances as far from the axis as a third of the band's width.
class ContinuedFactors {
public:
  /// @param centre of the band [rad/s] @param half_width relative to the centre
  ContinuedFactors(const CoefficientFunctions &functions, double centre, double half_width = 0.3);

  Factors at(Complex omega) const;
  /// d/dw of every coefficient.
  Factors derivative(Complex omega) const;

private:
  std::vector<double> nodes_, weights_;
  std::vector<Factors> values_;
};

/// A resonance: T(w) v = 0 with T(w) = sum_j f_j(w) A_j at a complex frequency w. With the time factor
/// exp(i w t) its motion decays as exp(-Im(w) t).
struct Resonance {
  Complex omega;              ///< [rad/s]
  std::vector<Complex> shape; ///< v, reduced coordinates or unknowns, with v^T T'(w) v = 1
  double residual = 0; ///< |D T v| / |D^-1 v|, D the equilibration of `confirm`'s matrix; else of its own

  double frequency() const; ///< [Hz]
  double quality() const { return omega.real() / (2 * omega.imag()); }
};

/// All resonances of a reduced model with real parts between two frequencies and qualities above
/// `least_quality`: eigenpairs of T(s) + (w - s) T'(s) at a row of real shifts s, each improved by Newton's
/// method on the nonlinear problem (Ruhe, SIAM J. Numer. Anal. 10, 1973), ascending in frequency.
/// @param from, to [Hz]
std::vector<Resonance> find_resonances(const ReducedModel &model, const CoefficientFunctions &functions,
                                       double from, double to, double least_quality = 1);

/// Improves a resonance, whose shape is given over all unknowns, on the full problem: inverse iteration with
/// the matrix factorised at its frequency, until the residual is below `tolerance` or some steps are over.
/// Collective. @throws FactorizationError
void confirm(const FrequencyProblem &problem, const CoefficientFunctions &functions,
             Factorization &factorization, Resonance &resonance, double tolerance);

/// Whether a resonance of the full problem is one of those known. Two rough estimates may lead to the same
/// one, of which the rougher is still on its way when `confirm`'s steps are over: so shapes are compared,
/// |v^T T' u|, which is 0 for two different ones, and frequencies within a tenth of the width only.
/// Collective.
bool is_repeated(const FrequencyProblem &problem, const CoefficientFunctions &functions,
                 const std::vector<Resonance> &known, const Resonance &resonance);

/// What a resonance and its mirror image -conj(w) contribute to an output at a real frequency [as the
/// output]: their poles' share in c^T T(w)^-1 b (Keldysh's theorem; Guettel and Tisseur, Acta Numerica 26,
/// 2017).
Complex contribution(const ReducedModel &model, const Resonance &resonance, std::size_t output,
                     const Factors &factors);

} // namespace earshot

#endif
