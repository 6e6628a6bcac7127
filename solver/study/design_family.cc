#include "solver/study/design_family.h"

#include "solver/analysis/distortion_run.h"
#include "solver/analysis/frequency_sweep.h"
#include "solver/analysis/isolation_study.h"
#include "solver/analysis/law_ports.h"
#include "solver/analysis/response_rows.h"
#include "solver/model/case_terms.h"
#include "solver/runtime/interrupt.h"
#include "solver/runtime/progress.h"
#include "solver/sweep/design_space.h"

#include <deal.II/base/mpi.h>

#include <fmt/format.h>

#include <malloc.h>

#include <algorithm>
#include <numbers>
#include <numeric>

namespace earshot {

namespace {

/// Designs that the basis is fitted to before all others are looked at, and that join in a later round.
constexpr std::size_t first_designs = 8, more_designs = 8;
/// Frequencies of such a design: corrections make the basis good between them.
constexpr std::size_t trained_frequencies = 31;
/// Designs between two looks at the keyboard, for each rank.
constexpr std::size_t at_once = 4;

/// An even choice of so many.
std::vector<double> thinned(const std::vector<double> &values, std::size_t n) {
  if (values.size() <= n)
    return values;
  std::vector<double> some;
  for (std::size_t k = 0; k < n; ++k)
    some.push_back(values[k * (values.size() - 1) / (n - 1)]);
  return some;
}

/// Reduced solves take and free the same half megabyte hundreds of thousands of times: given back to the
/// system each time, its pages would cost more than the solves.
void keep_freed_memory() {
  mallopt(M_MMAP_THRESHOLD, 4 << 20);
  mallopt(M_TRIM_THRESHOLD, 64 << 20);
}

} // namespace

DesignFamily::DesignFamily(const Model &model, FastSweep &sweep, std::vector<Case> designs,
                           std::vector<double> frequencies_hz, const DimensionBox *box)
    : model_(model), sweep_(sweep), designs_(std::move(designs)), frequencies_(std::move(frequencies_hz)),
      box_(box), worst_(designs_.size()) {
  for (const Case &design : designs_)
    functions_.push_back(functions_of(design));
  find_nonlinearities();
}

CoefficientFunctions DesignFamily::functions_of(const Case &design) const {
  return box_ ? box_->functions(design) : coefficient_functions(design, model_.facts());
}

MeshFacts DesignFamily::facts_of(const Case &design) const {
  return box_ ? box_->facts(design) : model_.facts();
}

/// A suspension that can't be solved, or a table that can't be read, is one design's alone.
void DesignFamily::find_nonlinearities() {
  LargeSignalFinder finder(model_);
  for (const Case &design : designs_) {
    Nonlinearity &found = nonlinearities_.emplace_back();
    if (asks_for_distortion(design))
      try {
        found.large = finder.of(design);
      } catch (const UserError &error) {
        found.failure = error.diagnostics().front().message;
      } catch (const FactorizationError &error) {
        found.failure = error.what();
      }
  }
}

double DesignFamily::largest_excess() const {
  double largest = 0;
  for (const Worst &worst : worst_)
    largest = std::max(largest, worst.excess);
  return largest;
}

std::vector<Factors> DesignFamily::points(std::size_t design,
                                          const std::vector<double> &frequencies_hz) const {
  std::vector<Factors> points;
  for (const double frequency : frequencies_hz)
    points.push_back(functions_[design].at(2 * std::numbers::pi * frequency));
  return points;
}

/// @return whether there is anything to learn: a design that isn't the model's own
bool DesignFamily::train() {
  const CoefficientFunctions nominal = functions_of(model_.config());
  if (!designs_.empty() && asks_for_distortion(designs_.front()))
    sweep_.add_candidates({nominal.at(2 * std::numbers::pi * LawPorts::static_frequency)});
  const auto designs = spread_designs(nominal, functions_, thinned(frequencies_, 3), first_designs);
  for (const std::size_t design : designs) {
    sweep_.add_candidates(points(design, thinned(frequencies_, trained_frequencies)));
    if (asks_for_distortion(designs_[design]))
      sweep_.add_candidates(points(design, {LawPorts::static_frequency}));
    learned_.insert(design);
  }
  return !designs.empty();
}

bool DesignFamily::solve(const Options &options, spdlog::logger &log, const Interrupt &interrupt,
                         const Keep &keep) {
  bool confirmed = !train();
  std::vector<std::size_t> pending(designs_.size());
  std::iota(pending.begin(), pending.end(), 0);
  while (!pending.empty()) {
    if (!sweep_.run(watch(sweep_, model_, options, log, interrupt)) ||
        !evaluate(pending, !options.quiet, interrupt, keep))
      return false;
    std::erase_if(pending, [this](std::size_t design) { return worst_[design].excess <= 1; });
    if (!sweep_.record().converged)
      return true;
    if (!pending.empty()) {
      learn(pending);
    } else if (!confirmed) {
      const std::size_t before = sweep_.record().confirmations.size();
      std::vector<std::size_t> all(designs_.size());
      std::iota(all.begin(), all.end(), 0);
      sweep_.add_candidates(
          {worst_point(*std::max_element(all.begin(), all.end(), [this](std::size_t a, std::size_t b) {
            return worst_[a].excess < worst_[b].excess;
          }))});
      sweep_.confirm_again();
      if (!sweep_.run(watch(sweep_, model_, options, log, interrupt)))
        return false;
      const auto &confirmations = sweep_.record().confirmations;
      for (std::size_t k = before; k < confirmations.size(); ++k)
        if (confirmations[k].measured > 1) // the estimate has changed: look again
          pending = all;
      confirmed = true;
    }
  }
  return true;
}

/// Makes the worst point of these designs exact, and the worst designs' bands the sweep's concern.
void DesignFamily::learn(std::vector<std::size_t> designs) {
  std::sort(designs.begin(), designs.end(),
            [this](std::size_t a, std::size_t b) { return worst_[a].excess > worst_[b].excess; });
  for (std::size_t k = 0; k < std::min(more_designs, designs.size()); ++k)
    if (learned_.insert(designs[k]).second)
      sweep_.add_candidates(points(designs[k], thinned(frequencies_, trained_frequencies)));
  sweep_.refine_at(worst_point(designs.front()));
}

/// Where a design's error is largest.
Factors DesignFamily::worst_point(std::size_t design) const {
  return functions_[design].at(2 * std::numbers::pi * frequencies_[worst_[design].frequency]);
}

/// A design's worst excess, where it is, its rows and its further figures, as numbers that can be sent.
std::vector<double> DesignFamily::answer(std::size_t design) {
  if (const std::string &failure = nonlinearities_[design].failure; !failure.empty())
    throw UserError(failure);
  const std::vector<SweepPoint> found = sweep_.evaluate(points(design, frequencies_));
  const Case &config = designs_[design];
  const ResponseRows rows(sweep_.model(), config, facts_of(config));
  std::vector<double> numbers = {0, 0};
  for (std::size_t k = 0; k < found.size(); ++k) {
    if (const double excess = sweep_.excess(found[k]); excess > numbers[0])
      numbers[0] = excess, numbers[1] = static_cast<double>(k);
    for (const Complex value : rows.row(found[k]).values) {
      numbers.push_back(value.real());
      numbers.push_back(value.imag());
    }
  }
  std::vector<KeyFigure> figures = design_isolation(sweep_.estimate(), config, facts_of(config));
  for (KeyFigure &figure :
       design_distortion(sweep_.model(), functions_[design], config, nonlinearities_[design].large))
    figures.push_back(std::move(figure));
  figures_.clear();
  for (const KeyFigure &figure : figures) {
    figures_.push_back(figure.name);
    numbers.push_back(figure.value);
  }
  return numbers;
}

/// The numbers of a design's answer, or why there are none: the other ranks have answers to exchange.
std::pair<std::vector<double>, std::string> DesignFamily::answer_or_failure(std::size_t design) {
  try {
    return {answer(design), ""};
  } catch (const UserError &error) {
    return {{0, 0}, error.diagnostics().front().message};
  } catch (const std::runtime_error &error) {
    return {{0, 0}, error.what()};
  }
}

DesignAnswer DesignFamily::unpacked(std::size_t design, const std::vector<double> &numbers) const {
  const Case &config = designs_[design];
  const ResponseRows rows(sweep_.model(), config, facts_of(config));
  std::vector<CheckpointRow> found;
  auto next = numbers.begin() + 2;
  for (const double frequency : frequencies_) {
    found.push_back({frequency, {}});
    for (std::size_t column = 0; column < rows.columns().size(); ++column, next += 2)
      found.back().values.emplace_back(next[0], next[1]);
  }
  DesignAnswer answer{rows.response(std::move(found)), {}};
  for (double &error : answer.response.error_db)
    error += box_ ? box_->error_db() : 0;
  for (const std::string &figure : figures_)
    answer.figures.push_back({figure, *next++});
  return answer;
}

/// Each rank answers its share of the designs. @return false when the user stopped it
bool DesignFamily::evaluate(const std::vector<std::size_t> &designs, bool visible, const Interrupt &interrupt,
                            const Keep &keep) {
  const MPI_Comm communicator = model_.communicator();
  const std::size_t rank = dealii::Utilities::MPI::this_mpi_process(communicator),
                    n_ranks = dealii::Utilities::MPI::n_mpi_processes(communicator),
                    chunk = at_once * n_ranks;
  Progress progress(designs.size(), 0, rank == 0 && visible);
  keep_freed_memory();
  for (std::size_t first = 0; first < designs.size(); first += chunk) {
    const std::size_t end = std::min(first + chunk, designs.size());
    std::vector<std::vector<double>> mine;
    std::vector<std::string> my_failures;
    for (std::size_t k = first + rank; k < end; k += n_ranks) {
      auto [numbers, failure] = answer_or_failure(designs[k]);
      mine.push_back(std::move(numbers));
      my_failures.push_back(std::move(failure));
    }
    const auto all = dealii::Utilities::MPI::all_gather(communicator, mine);
    const auto failures = dealii::Utilities::MPI::all_gather(communicator, my_failures);
    for (std::size_t k = first; k < end; ++k) {
      const std::size_t of_rank = (k - first) % n_ranks, at = (k - first) / n_ranks;
      const std::vector<double> &found = all[of_rank][at];
      worst_[designs[k]] = {found[0], static_cast<std::size_t>(found[1])};
      if (rank == 0 && failures[of_rank][at].empty())
        keep(designs[k], unpacked(designs[k], found), found[0] <= 1);
      else if (rank == 0)
        keep(designs[k], {{}, {}, failures[of_rank][at]}, true);
      progress.step(fmt::format("design {}", k + 1));
    }
    if (interrupt.requested(communicator))
      return false;
  }
  return true;
}

} // namespace earshot
