#include "solver/analysis/dimension_slopes.h"

#include "solver/model/prepare.h"
#include "solver/sweep/projection.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

namespace earshot {

namespace {

/// What the terms, loads and outputs of a case are, without numbers.
std::vector<std::string> names_of(const FrequencyProblem &problem) {
  std::vector<std::string> names;
  for (const Term &term : problem.terms)
    names.push_back(term.name + " " + term.region + " " + term.loss);
  for (const Load &load : problem.loads)
    names.push_back(load.name);
  for (const Output &output : problem.outputs)
    names.push_back(to_string(output.quantity));
  return names;
}

void require_same_problem(const FrequencyProblem &one, const FrequencyProblem &other) {
  const auto same_unknowns = [](const FieldBlock &a, const FieldBlock &b) {
    return a.name == b.name && a.owned == b.owned;
  };
  int same = names_of(one) == names_of(other) && one.blocks.size() == other.blocks.size() &&
             std::equal(one.blocks.begin(), one.blocks.end(), other.blocks.begin(), same_unknowns);
  MPI_Allreduce(MPI_IN_PLACE, &same, 1, MPI_INT, MPI_MIN, one.partition.communicator);
  if (!same)
    throw UserError("the case then has other terms or unknowns");
}

/// A changed problem on the basis of the one that it was changed from.
DimensionSlope::Side projected(const Model &model, const ReducedBasis &basis) {
  FrequencyProblem problem = model.problem();
  problem.monitors.clear();                                           // nothing is asked of them
  const std::vector<double> no_scaling(problem.partition.total, 1.0); // nor of residuals
  return {Projection(problem, basis, no_scaling, {}).model(), problem.functions()};
}

double shortest_length(const std::vector<Parameter> &parameters) {
  double least = std::numeric_limits<double>::infinity();
  for (const Dimension &dimension : all_dimensions(parameters))
    if (dimension.parameters.front().unit == "m" && dimension.value() != 0)
      least = std::min(least, std::abs(dimension.value()));
  return least;
}

/// The slopes of a case's dimensions, one after the other.
class SlopesOfCase {
public:
  SlopesOfCase(const Model &model, const ReducedBasis &basis,
               const std::function<void(const std::string &)> &tell)
      : model_(model), basis_(basis), tell_(tell), parameters_(parameters_of(model.config())) {}

  void add(const Located<std::string> &asked) {
    const Dimension dimension = find_dimension(parameters_, asked);
    if (same_matrices(model_.config(),
                      with_dimension(model_.config(), dimension,
                                     dimension.value() + dimension_step(dimension, parameters_)),
                      model_.facts()))
      throw UserError(asked.where, fmt::format("found \"{}\", which moves no node and is among the numbers "
                                               "without being asked for; expected a dimension",
                                               asked.value));
    try {
      add(dimension);
    } catch (const UserError &error) {
      throw UserError(asked.where, fmt::format("found \"{}\", which the mesh can't follow: {}", asked.value,
                                               error.diagnostics().front().message));
    }
  }

  void add_all() {
    for (const Dimension &dimension : all_dimensions(parameters_))
      if (!known_.contains(dimension.name))
        try_to_add(dimension);
  }

  DimensionSlopes found;

private:
  void add(const Dimension &dimension) {
    const double start = MPI_Wtime();
    found.slopes.push_back(dimension_slope(model_, basis_, dimension));
    if (tell_)
      tell_(fmt::format("followed {} in {:.1f} s; least scaled Jacobian {:.2g}", dimension.name,
                        MPI_Wtime() - start, found.slopes.back().quality));
    for (const Parameter &parameter : dimension.parameters)
      known_.insert(parameter.key);
  }

  /// By itself, else together with those of its kind and value.
  void try_to_add(Dimension dimension) {
    try {
      return add(dimension);
    } catch (const UserError &error) {
      const std::vector<Parameter> partners = partners_of(dimension, parameters_);
      if (partners.empty())
        return leave_out(dimension, error);
      std::string name = dimension.name;
      for (const Parameter &partner : partners) {
        dimension.parameters.push_back(partner);
        name += " = " + partner.key;
      }
      dimension.name = name;
    }
    try {
      add(dimension);
    } catch (const UserError &error) {
      leave_out(dimension, error);
    }
  }

  void leave_out(const Dimension &dimension, const UserError &error) {
    for (const Parameter &parameter : dimension.parameters)
      known_.insert(parameter.key);
    found.left_out.push_back(dimension.name + ": " + error.diagnostics().front().message);
  }

  const Model &model_;
  const ReducedBasis &basis_;
  const std::function<void(const std::string &)> &tell_;
  std::vector<Parameter> parameters_;
  std::set<std::string> known_; ///< keys that are answered
};

} // namespace

FollowingModel follow_dimension(const Model &model, const Dimension &dimension, double value) {
  return follow_case(model, with_dimension(model.config(), dimension, value));
}

FollowingModel follow_case(const Model &model, const Case &changed) {
  const MPI_Comm communicator = model.communicator();
  const FollowingMesh moved = follow_dimensions(model.air().mesh(), model.config(), changed, communicator);
  auto following = std::make_unique<Model>(changed, moved.mesh, communicator, &model);
  require_same_problem(model.problem(), following->problem());
  return {std::move(following), moved.quality, moved.quality_before};
}

std::vector<Complex> DimensionSlope::output_slopes(std::size_t output, std::span<const Factors> points,
                                                   std::span<const ReducedSolution> solutions) const {
  std::vector<Complex> weights, slopes(points.size());
  for (const Factors &point : points)
    weights.push_back(point.outputs[output]);
  for (const auto &[side, sign] : {std::pair(&above, 1.0), std::pair(&below, -1.0)}) {
    std::vector<Factors> changed;
    for (const Factors &point : points)
      changed.push_back(side->functions.at(point.omega));
    const std::vector<Complex> values = side->model.lagrangians(output, changed, solutions, weights);
    for (std::size_t k = 0; k < slopes.size(); ++k)
      slopes[k] += sign / (2 * step) * values[k];
  }
  return slopes;
}

double dimension_step(const Dimension &dimension, const std::vector<Parameter> &parameters) {
  constexpr double relative = 1e-4;
  if (dimension.value() != 0)
    return relative * std::abs(dimension.value());
  return relative * (dimension.parameters.front().unit == "m" ? shortest_length(parameters) : 1.0);
}

DimensionSlope dimension_slope(const Model &model, const ReducedBasis &basis, const Dimension &dimension) {
  const double step = dimension_step(dimension, parameters_of(model.config()));
  DimensionSlope slope{dimension, step, {}, {}, 1};
  for (const auto &[side, sign] : {std::pair(&slope.below, -1.0), std::pair(&slope.above, 1.0)}) {
    const FollowingModel following = follow_dimension(model, dimension, dimension.value() + sign * step);
    *side = projected(*following.model, basis);
    slope.quality = std::min(slope.quality, following.quality);
  }
  return slope;
}

DimensionSlopes dimension_slopes(const Model &model, const ReducedBasis &basis,
                                 const AnalysisConfig &analysis,
                                 const std::function<void(const std::string &)> &tell) {
  SlopesOfCase slopes(model, basis, tell);
  for (const Located<std::string> &dimension : analysis.dimensions)
    if (dimension.value == "all")
      slopes.add_all();
    else
      slopes.add(dimension);
  return std::move(slopes.found);
}

} // namespace earshot
