#ifndef EARSHOT_SWEEP_FAST_SWEEP_H
#define EARSHOT_SWEEP_FAST_SWEEP_H

#include "solver/algebra/factorization.h"
#include "solver/sweep/error_estimate.h"
#include "solver/sweep/projection.h"
#include "solver/sweep/sweep_point.h"

#include <memory>

namespace earshot {

/// An output whose error the sweep holds below a tolerance.
struct Goal {
  std::size_t output = 0;  ///< index into FrequencyProblem::outputs
  double tolerance = 1e-3; ///< relative to the output's magnitude
};

struct FastSweepOptions {
  std::vector<Goal> goals;
  int max_factorizations = 1000;
  int confirmations = 2; ///< direct solves at the end that check the estimate
  /// Vectors by which one factorisation corrects its neighbourhood: corrections at so many points a round.
  int corrected_points = 4;
  int correction_rounds = 4;
  double neighbourhood = 4; ///< frequency ratio that corrections reach on either side
  double negligible = 1e-7; ///< relative size of what is left out of the basis
};

/// A direct solve where the reduced model had not been fitted.
struct Confirmation {
  double frequency = 0; ///< [Hz]
  double estimated = 0; ///< error relative to the goal's tolerance, the largest of all goals
  double measured = 0;
};

/// How the basis came about.
struct FastSweepRecord {
  int factorizations = 0;                    ///< confirmations included
  std::vector<double> expansion_frequencies; ///< [Hz]
  std::vector<Confirmation> confirmations;
  double largest_error = 0; ///< estimated, relative to the goals' tolerances
  bool converged = false;
};

/// A whole band by few factorisations: projects the problem on a basis of solutions and adjoints at points
/// that an error estimate chooses, and of corrections in their neighbourhood by the same factorisation,
///
///   V += A(k)^-1 (b(t) - A(t) V q(t))   for points t around the factorised one k,
///
/// which is a step of an iteration that would converge to the solution at t. As residuals need nothing but
/// f_j(w), any dependence on frequency and design will do. Every method is collective; the problem must
/// outlive the sweep.
class FastSweep {
public:
  /// @param factorization of the problem, with the values that residuals are scaled by at its analysis
  /// @param candidates points, in order of frequency design by design, that the answers must hold for
  /// @throws FactorizationError
  FastSweep(const FrequencyProblem &problem, Factorization &factorization, std::vector<Factors> candidates,
            FastSweepOptions options);

  /// One more factorisation where the error is largest, or a confirmation where it is below the tolerance
  /// everywhere. @return whether there is more to do @throws FactorizationError
  bool step();
  void run() {
    while (step()) {
    }
  }

  const FastSweepRecord &record() const { return record_; }
  const ReducedModel &model() const { return projection_->model(); }
  const ReducedBasis &basis() const { return *basis_; }
  ErrorEstimate estimate() const { return {model(), levels_, safety_}; }

  /// More points that the answers must hold for, of this design or of others; in order of frequency design by
  /// design.
  void add_candidates(const std::vector<Factors> &candidates);
  /// A factorisation at a point whose error is too large, whatever is estimated among the candidates: each
  /// call makes another point exact, so that a sweep which asks until all are good enough comes to an end.
  /// @throws FactorizationError
  void refine_at(const Factors &point);
  /// Asks for further direct solves that check the estimate before the sweep counts as converged again.
  void confirm_again();
  /// Largest estimated error of a point's goals over their tolerances.
  double excess(const SweepPoint &point) const;

  /// The sweep's answers, with the error of every output; `solution` is left empty.
  std::vector<SweepPoint> evaluate(std::span<const Factors> points) const;

private:
  double excess(const std::vector<Complex> &outputs, const std::vector<double> &errors) const;
  void find_adjoints();
  void expand_at(std::size_t candidate);
  void correct_around(std::size_t candidate);
  std::vector<std::size_t> points_to_correct(std::size_t candidate) const;
  void add_corrections(const std::vector<std::size_t> &points);
  std::vector<Complex> solve_at(std::size_t candidate);
  bool confirm(const std::vector<double> &errors);
  std::size_t farthest_unused() const;

  const FrequencyProblem &problem_;
  std::vector<Factors> candidates_;
  FastSweepOptions options_;
  std::vector<std::size_t> adjoints_; ///< goals' outputs whose adjoint is not the solution itself
  Factorization &factorization_;
  std::unique_ptr<ReducedBasis> basis_;
  std::unique_ptr<Projection> projection_;
  std::vector<std::size_t> levels_;
  std::vector<bool> used_;
  double safety_ = 1;
  int confirmed_ = 0;
  FastSweepRecord record_;
};

} // namespace earshot

#endif
