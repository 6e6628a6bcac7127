#ifndef EARSHOT_SWEEP_FAST_SWEEP_H
#define EARSHOT_SWEEP_FAST_SWEEP_H

#include "solver/algebra/factorization.h"
#include "solver/sweep/direct_answers.h"
#include "solver/sweep/error_estimate.h"
#include "solver/sweep/projection.h"
#include "solver/sweep/recorded_solves.h"
#include "solver/sweep/sweep_point.h"

#include <functional>
#include <memory>

namespace earshot {

/// An output whose error the sweep holds below a tolerance.
struct Goal {
  std::size_t output = 0;  ///< index into FrequencyProblem::outputs
  double tolerance = 1e-3; ///< relative to the output's magnitude
};

struct FastSweepOptions {
  std::vector<Goal> goals;
  /// Terms by which drivers act, of several drivers: their parts of an output may cancel (see `excess`).
  std::vector<std::size_t> drives = {};
  /// Outputs that are no goals, whose adjoints the basis holds all the same.
  std::vector<std::size_t> adjoints = {};
  int max_factorizations = 1000;
  int confirmations = 2; ///< direct solves at the end that check the estimate
  /// Vectors by which one factorisation corrects its neighbourhood: corrections at so many points a round.
  int corrected_points = 4;
  int correction_rounds = 4;
  double neighbourhood = 4; ///< frequency ratio that corrections reach on either side
  /// Relative size of what is left out of the basis, to begin with: less where the outputs need it.
  double negligible = 1e-7;
  /// Of the time that a direct sweep takes: what all but the solves may take before the rest is solved
  /// directly.
  double overhead = 0.2;
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
  std::string gave_up; ///< why the basis was left as it is before it had converged; empty: it wasn't
  std::size_t direct_points = 0;  ///< answers by direct solves that the basis learned nothing from
  bool answered = false;          ///< whether all that was asked for is within the tolerance
  double round_off = 0;           ///< of the answers, relative to the goals' tolerances, where it is largest
  double round_off_frequency = 0; ///< [Hz]
};

/// What a fast sweep says of the points that it was asked for.
struct FastAnswers {
  std::vector<SweepPoint> points; ///< with the error of every output; `solution` is left empty
  bool finished = true;           ///< false when it was stopped before all were good enough
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

  /// Keeps all solves, and takes those that are kept there already: a sweep that was broken off goes on where
  /// it was, on the same way. To be called before the first step. @param store outlives it
  void keep_solves(SolveStore &store) { solves_.keep_in(store); }

  /// One more factorisation where the error is largest, or a confirmation where it is below the tolerance
  /// everywhere. @return whether there is more to do @throws FactorizationError
  bool step();
  /// Steps until the sweep has converged or can get no better.
  /// @param go_on is asked after each step that leaves something to do, the same on every rank; empty: always
  /// @return false when it was stopped
  using GoOn = std::function<bool()>;
  bool run(const GoOn &go_on = {});
  /// Runs, and refines where one of these points isn't within its tolerance yet, until all of them are. Where
  /// the basis gets no better, or would take longer than solving every point, the rest is solved directly. A
  /// point that was solved directly is answered by that solve.
  /// @param points of one design, along the frequency axis @param go_on as for `run` @throws
  /// FactorizationError
  FastAnswers answer(std::span<const Factors> points, const GoOn &go_on = {});

  const FastSweepRecord &record() const { return record_; }
  const ReducedModel &model() const { return projection_->model(); }
  const ReducedBasis &basis() const { return *basis_; }
  ErrorEstimate estimate() const { return {model(), levels_, calibrations_}; }

  /// More points that the answers must hold for, of this design or of others; in order of frequency design by
  /// design.
  void add_candidates(const std::vector<Factors> &candidates);
  /// A factorisation at a point whose error is too large, whatever is estimated among the candidates: each
  /// call makes another point exact, so that a sweep which asks until all are good enough comes to an end.
  /// @throws FactorizationError
  void refine_at(const Factors &point);
  /// Asks for further direct solves that check the estimate before the sweep counts as converged again.
  void confirm_again();
  /// Largest estimated error of a point's goals over their tolerances, beyond the round-off that nothing
  /// takes away. A tolerance is a part of the output, or where drivers cancel of what is a hundred decibels
  /// below the sum of their parts.
  double excess(const SweepPoint &point) const;

  /// The answers as they stand, with the error of every output; `solution` is left empty.
  std::vector<SweepPoint> evaluate(std::span<const Factors> points) const;

private:
  /// Part of the tolerance below which nothing is done about an error, and it isn't asked for again as the
  /// basis grows.
  static constexpr double good_enough = 0.1;

  /// A solution, then the goals' adjoints where they were asked for, and what they say.
  struct DirectSolve {
    std::vector<std::vector<Complex>> vectors;
    SweepPoint answer;
  };
  /// A point around a factorised one, with the outputs that are not good enough there.
  struct Correction {
    std::size_t candidate;
    std::vector<std::size_t> outputs;
  };
  /// Points that answers must hold for, with what was last said of each.
  struct Watched {
    std::vector<Factors> points;
    std::vector<double> errors; ///< over the tolerance; infinity before it was asked, 0 where it was solved
    std::vector<SweepPoint> answers; ///< of those that are asked for; empty of candidates
    /// Every `stride`th point whose error may still count.
    std::vector<std::size_t> in_doubt(std::size_t stride) const;
    std::vector<Factors> at(const std::vector<std::size_t> &numbers) const;
    void add(const std::vector<Factors> &more);
    void forget();
  };
  /// How every `stride`th of some points stands.
  struct Outlook {
    const Watched *watched = nullptr;
    std::vector<double> errors;      ///< of all points, 0 of those that are left out
    double largest = 0, wanting = 0; ///< how many are beyond the tolerance
  };
  /// What answers may cost: no more than so many direct solves.
  struct Budget {
    double started = 0; ///< [s]
    int factorizations = 0;
    std::size_t points = 0; ///< 0: anything
  };

  static double excess(const Goal &goal, const std::vector<Yardstick> &yardsticks,
                       const std::vector<double> &errors, const std::vector<double> &round_off);
  double excess(const std::vector<Yardstick> &yardsticks, const std::vector<double> &errors,
                const std::vector<double> &round_off) const;
  std::vector<Yardstick> yardsticks(const Factors &point, const ReducedSolution &solution) const;
  std::vector<double> excesses(const std::vector<SweepPoint> &points) const;
  void find_adjoints();
  std::size_t scouts_stride() const;
  void look_at_candidates(std::size_t stride);
  void look_at_asked();
  bool asked_hold_for_candidates() const;
  Outlook outlook(const Watched &watched, std::size_t stride) const;
  Outlook look_over();
  void expand_where_worst(const Outlook &outlook);
  bool makes_progress(const Outlook &outlook);
  bool is_too_slow() const;
  bool give_up(const std::string &reason);

  DirectSolve solve_directly(const Factors &point, bool with_adjoints);
  std::vector<double> learn(const Factors &point);
  void extend(const Factors &point, const DirectSolve &solve);
  void expand_at(const Factors &point);
  void correct_around(const Factors &point);
  std::vector<double> goal_errors(std::span<const Factors> points) const;
  std::vector<Correction> points_to_correct(const Factors &point);
  void add_corrections(const std::vector<Correction> &corrections);
  bool confirm(const Outlook &outlook);
  std::size_t farthest_unsolved(const std::vector<Factors> &points) const;
  bool answer_directly(const GoOn &go_on);
  std::vector<SweepPoint> finished_answers();
  void note_round_off(const std::vector<SweepPoint> &points);

  const FrequencyProblem &problem_;
  Watched candidates_, asked_;
  FastSweepOptions options_;
  std::vector<std::size_t> adjoints_; ///< goals' outputs whose adjoint is not the solution itself
  RecordedSolves solves_;
  std::unique_ptr<ReducedBasis> basis_;
  std::unique_ptr<Projection> projection_;
  std::vector<std::size_t> levels_;
  std::vector<Calibration> calibrations_;
  std::vector<double> noise_; ///< of direct solves, of each output, over |q| |p_l|; see Calibration
  DirectAnswers solved_;
  int confirmed_ = 0;
  Outlook confirmed_outlook_;        ///< that the last direct solve confirmed
  int stalled_ = 0;                  ///< expansions one after the other that hardly helped
  double wanting_ = 0, largest_ = 0; ///< candidates beyond the tolerance and their worst, before
  Budget budget_;
  FastSweepRecord record_;
};

} // namespace earshot

#endif
