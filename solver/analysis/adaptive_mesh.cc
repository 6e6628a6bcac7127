#include "solver/analysis/adaptive_mesh.h"

#include "solver/algebra/agreement.h"
#include "solver/analysis/frequency_sweep.h"
#include "solver/analysis/mesh_error.h"
#include "solver/config/sweep_grid.h"
#include "solver/mesh/refinement.h"
#include "solver/model/cost.h"
#include "solver/model/prepare.h"
#include "solver/results/frequency_text.h"
#include "solver/sweep/direct_sweep.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace earshot {

namespace {

constexpr int most_rounds = 5;
/// Part of the accuracy that a refinement aims at: meshes turn out as they like.
constexpr double aim = 0.7;
/// Candidates of a trial's basis.
constexpr std::size_t enough_points = 60;
/// Cells that would shrink by less stay.
constexpr double hardly_smaller = 0.95;

/// Every so-manyth of some frequencies, the last among them.
std::vector<double> thinned(const std::vector<double> &frequencies, std::size_t at_most) {
  const std::size_t n = std::min(frequencies.size(), at_most);
  std::vector<double> some;
  for (std::size_t k = 0; k < n; ++k)
    some.push_back(frequencies[n == 1 ? 0 : k * (frequencies.size() - 1) / (n - 1)]);
  return some;
}

/// One mesh with what a coarse sweep on it says of its error.
class Trial {
public:
  Trial(const Case &config, std::shared_ptr<const AirMesh> mesh, MPI_Comm communicator)
      : mesh_(std::move(mesh)), model_(config, mesh_, communicator),
        middle_(model_.problem().at(middle_of(all_frequencies(config)))), solver_(model_.problem(), middle_),
        error_(model_, middle_) {
    if (!error_.asked())
      throw UserError(config.ear.model.where,
                      "found an accuracy asked for without an eardrum, expected an ear to hear it");
    const std::vector<double> frequencies = all_frequencies(config);
    for (const double frequency : frequencies)
      factors_.push_back(model_.problem().at(2 * std::numbers::pi * frequency));
    fast_ =
        std::make_unique<FastSweep>(model_.problem(), solver_.factorization(),
                                    candidate_points(model_.problem(), thinned(frequencies, enough_points)),
                                    fast_sweep_options(model_.problem(), config.sweep));
    fast_->run();
    points_ = fast_->evaluate(factors_);
    error_.add_to(points_, factors_, fast_->basis());
  }

  MeshRound round() const {
    MeshRound round{mesh_->cells.size(), static_cast<std::size_t>(model_.unknowns().size()), 0, 0};
    for (const SweepPoint &point : points_)
      if (const double error = agreed(20 * std::log10(1 + relative_error(point)), communicator());
          error >= round.error_db) {
        round.error_db = error;
        round.frequency = point.frequency;
      }
    return round;
  }

  /// Each cell's part of the eardrum's pressure, where it is largest among the frequencies whose error
  /// counts.
  std::vector<double> cell_errors(double accuracy_db) const {
    std::vector<double> largest(mesh_->cells.size(), 0);
    for (const std::size_t k : worst_points(accuracy_db)) {
      const SweepPoint &point = points_[k];
      const auto vectors = fast_->basis().expand({point.coordinates, point.adjoints[error_.eardrum()]});
      const std::vector<Complex> parts = error_.of_cells(factors_[k], vectors[0], vectors[1]);
      for (std::size_t c = 0; c < parts.size(); ++c)
        largest[c] = std::max(largest[c], std::abs(parts[c] / point.outputs[error_.eardrum()]));
    }
    return agreed(std::move(largest), communicator());
  }

  /// With so many times the cells; what isn't air stays.
  double unknowns(double times_cells) const {
    const auto &blocks = model_.problem().blocks;
    double air = 0;
    for (std::size_t field = 0; field < blocks.size(); ++field)
      if (blocks[field].name == "air")
        air = model_.unknowns().size(static_cast<int>(field));
    return static_cast<double>(model_.unknowns().size()) + air * (times_cells - 1);
  }

  /// Of the factorisation with so many times the cells [bytes]: that of a solid goes with the unknowns to the
  /// power of 4/3, and the work with their square (George, SIAM J. Numer. Anal. 10, 1973).
  double memory(double times_cells) const {
    return std::pow(growth(times_cells), 4.0 / 3) * factorization_need(solver_.factorization()).bytes;
  }
  double flops(double times_cells) const {
    return std::pow(growth(times_cells), 2) * solver_.factorization().estimated_flops();
  }

private:
  double growth(double times_cells) const {
    return unknowns(times_cells) / static_cast<double>(model_.unknowns().size());
  }
  MPI_Comm communicator() const { return model_.problem().partition.communicator; }
  /// Some of the frequencies whose error is near the accuracy or beyond, the worst one among them. The same
  /// on every rank.
  std::vector<std::size_t> worst_points(double accuracy_db) const {
    constexpr double counts = 0.25;
    constexpr std::size_t most = 16;
    std::vector<double> errors;
    for (const SweepPoint &point : points_)
      errors.push_back(relative_error(point));
    errors = agreed(std::move(errors), communicator());
    std::vector<std::size_t> wanting;
    for (std::size_t k = 0; k < errors.size(); ++k)
      if (errors[k] > counts * (std::pow(10, accuracy_db / 20) - 1))
        wanting.push_back(k);
    std::sort(wanting.begin(), wanting.end(), [&](auto a, auto b) { return errors[a] > errors[b]; });
    std::vector<std::size_t> some;
    for (std::size_t k = 0; k < wanting.size(); k += 1 + wanting.size() / most)
      some.push_back(wanting[k]);
    return some;
  }
  double relative_error(const SweepPoint &point) const {
    return point.mesh_error.value() / std::abs(point.outputs[error_.eardrum()]);
  }

  std::shared_ptr<const AirMesh> mesh_;
  Model model_;
  Factors middle_;
  DirectSweep solver_;
  MeshError error_;
  std::vector<Factors> factors_;
  std::unique_ptr<FastSweep> fast_;
  std::vector<SweepPoint> points_;
};

/// Adds balls around the cells that are to shrink.
void add(MeshRefinement &refinement, const AirMesh &mesh, const std::vector<double> &ratios) {
  const std::vector<double> sizes = cell_sizes(mesh.nodes, mesh.cells);
  for (std::size_t c = 0; c < mesh.cells.size(); ++c) {
    if (ratios[c] > hardly_smaller)
      continue;
    std::array<double, 3> centre{};
    for (int v = 0; v < 4; ++v)
      for (int d = 0; d < 3; ++d)
        centre[d] += mesh.nodes[mesh.cells[c][v]][d] / 4;
    refinement.push_back({centre, sizes[c] / 2, ratios[c] * sizes[c]});
  }
}

double growth_of(const std::vector<double> &ratios) {
  return std::accumulate(ratios.begin(), ratios.end(), 0.0,
                         [](double sum, double ratio) { return sum + std::pow(ratio, -3); }) /
         static_cast<double>(ratios.size());
}

struct NextMesh {
  std::vector<double> ratios; ///< new size over old one, of each cell
  double need = 0;            ///< memory [bytes]
};

/// The next mesh on the way to an accuracy. A forecast over a long way asks for more cells than it takes:
/// sizes follow the second order of size_ratios, smooth fields are of higher order. So where memory doesn't
/// bear the whole way the goal is doubled until it does. If none does, the weakest goal's need is returned.
NextMesh next_mesh(const Trial &trial, double accuracy_db, double error_db, double available) {
  NextMesh next;
  for (double goal = accuracy_db; goal < error_db; goal *= 2) {
    next.ratios = size_ratios(trial.cell_errors(goal), aim * goal / error_db);
    next.need = trial.memory(growth_of(next.ratios));
    if (available <= 0 || next.need <= available)
      break;
  }
  return next;
}

} // namespace

std::string describe(const MeshRound &round, int number) {
  return fmt::format("mesh {}: {} tetrahedra, {} unknowns, error at most {:.2g} dB, at {}", number,
                     round.tetrahedra, round.unknowns, round.error_db, frequency_text(round.frequency));
}

AdaptedMesh adapt_mesh(const Case &config, MPI_Comm communicator, double available,
                       const std::function<void(const MeshRound &)> &tell) {
  const double accuracy = *config.mesh.accuracy;
  MeshRefinement refinement;
  AdaptedMesh adapted;
  for (int number = 1;; ++number) {
    adapted.mesh = prepare_mesh(config, communicator, refinement);
    const Trial trial(config, adapted.mesh, communicator);
    adapted.last = trial.round();
    tell(adapted.last);
    if (adapted.last.error_db <= accuracy)
      return adapted;
    const NextMesh next = next_mesh(trial, accuracy, adapted.last.error_db, available);
    if (number == most_rounds)
      adapted.ended = fmt::format("{} meshes didn't bring it there", most_rounds);
    else if (!config.mesh.file.value.empty())
      adapted.ended = "a mesh file can't be refined";
    else if (available > 0 && next.need > available)
      adapted.ended = fmt::format("the next mesh would need about {}, and {} are free",
                                  format_bytes(next.need), format_bytes(available));
    if (!adapted.ended.empty())
      return adapted;
    add(refinement, *adapted.mesh, next.ratios);
  }
}

AccuracyForecasts forecast_accuracies(const Case &config, std::shared_ptr<const AirMesh> mesh,
                                      MPI_Comm communicator, const std::vector<double> &accuracies_db) {
  const Trial trial(config, std::move(mesh), communicator);
  AccuracyForecasts forecasts{trial.round(), {}};
  for (const double accuracy : accuracies_db) {
    AccuracyForecast goal{accuracy};
    if (const double share = aim * accuracy / forecasts.tried.error_db; forecasts.tried.error_db > accuracy)
      goal.times_cells = std::min(1 / share, growth_of(size_ratios(trial.cell_errors(accuracy), share)));
    goal.unknowns = trial.unknowns(goal.times_cells);
    goal.factor_bytes = trial.memory(goal.times_cells);
    goal.flops = trial.flops(goal.times_cells);
    forecasts.goals.push_back(goal);
  }
  return forecasts;
}

} // namespace earshot
