#include "solver/fit/fit_problem.h"

#include "solver/config/located.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace earshot {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// The place of a bound among x; bounds of logarithms may be 0.
double place_of(const FitPrior &prior, double value) {
  if (!prior.is_factor)
    return (value - prior.start) / prior.spread;
  return value > 0 ? std::log(value / prior.start) / prior.spread : -infinity;
}

std::vector<double> picked(const std::vector<double> &values, const std::vector<std::size_t> &which) {
  std::vector<double> own;
  for (const std::size_t k : which)
    own.push_back(values[k]);
  return own;
}

} // namespace

std::vector<double> FitCurve::sigma_db() const {
  std::vector<double> sigma;
  for (std::size_t i = 0; i < uncertainty_db.size(); ++i)
    sigma.push_back(std::max(std::hypot(uncertainty_db[i], model_error_db[i]), least_sigma_db));
  return sigma;
}

FitProblem::FitProblem(std::vector<FitPrior> priors, std::vector<FitOffset> offsets,
                       std::vector<FitState> states, double correlation_octaves)
    : priors_(std::move(priors)), offsets_(std::move(offsets)), states_(std::move(states)),
      correlation_(correlation_octaves) {
  for (const FitState &state : states_) {
    errors_.emplace_back(state.curve.frequency_hz, state.curve.sigma_db(), correlation_octaves);
    first_row_.push_back(n_levels_);
    n_levels_ += state.curve.frequency_hz.size();
  }
  for (const FitOffset &offset : offsets_)
    n_given_ += offset.known_to_db ? 1 : 0;
  for (const FitPrior &prior : priors_) {
    lower_.push_back(place_of(prior, prior.lower));
    upper_.push_back(place_of(prior, prior.upper));
  }
  lower_.resize(n_unknowns(), -infinity);
  upper_.resize(n_unknowns(), infinity);
}

std::string FitProblem::name(std::size_t unknown) const {
  return unknown < priors_.size() ? priors_[unknown].key
                                  : "level of " + offsets_[unknown - priors_.size()].name;
}

FitData FitProblem::data() const {
  FitData data{{},
               std::vector<double>(n_unknowns(), 0.0),
               std::vector<bool>(states_.size(), true),
               std::vector<double>(offsets_.size(), 0.0),
               1};
  for (const FitState &state : states_)
    data.measured_db.push_back(state.curve.measured_db);
  return data;
}

double FitProblem::value(std::size_t parameter, double x) const {
  const FitPrior &prior = priors_[parameter];
  return prior.is_factor ? prior.start * std::exp(prior.spread * x) : prior.start + prior.spread * x;
}

double FitProblem::slope(std::size_t parameter, double x) const {
  const FitPrior &prior = priors_[parameter];
  return prior.is_factor ? prior.spread * value(parameter, x) : prior.spread;
}

std::vector<double> FitProblem::values(std::span<const double> x) const {
  std::vector<double> values;
  for (std::size_t k = 0; k < priors_.size(); ++k)
    values.push_back(value(k, x[k]));
  return values;
}

std::vector<double> FitProblem::level_db(std::size_t state, std::span<const double> x) const {
  return level_of(*states_[state].model, states_[state].parameters, values(x));
}

double FitProblem::offset_db(std::size_t state, std::span<const double> x) const {
  const auto &offset = states_[state].offset;
  return offset ? offsets_[*offset].centre_db + offsets_[*offset].spread_db * x[priors_.size() + *offset] : 0;
}

double FitProblem::model_error_db(std::size_t state, std::span<const double> x) const {
  return states_[state].model->largest_error_db(picked(values(x), states_[state].parameters));
}

void FitProblem::add_state(std::size_t s, const FitData &data, std::span<const double> x, std::span<double> r,
                           TallMatrix *jacobian) const {
  const FitState &state = states_[s];
  const LevelAnswer answer = state.model->answer(picked(values(x), state.parameters), jacobian != nullptr);
  const std::size_t n = answer.level_db.size(), row = first_row_[s];
  std::vector<double> difference(n);
  for (std::size_t i = 0; i < n; ++i)
    difference[i] = data.measured_db[s][i] - answer.level_db[i] - offset_db(s, x);
  const auto put = [&](const std::vector<double> &values, auto &&at) {
    const std::vector<double> whitened = errors_[s].whitened(values);
    for (std::size_t i = 0; i < n; ++i)
      at(row + i) = whitened[i] / data.noise;
  };
  put(difference, [&](std::size_t i) -> double & { return r[i]; });
  if (jacobian == nullptr)
    return;
  for (std::size_t k = 0; k < state.parameters.size(); ++k) {
    const std::size_t parameter = state.parameters[k];
    std::vector<double> by_x = answer.slopes[k];
    for (double &value : by_x)
      value *= -slope(parameter, x[parameter]);
    put(by_x, [&](std::size_t i) -> double & { return (*jacobian)(i, parameter); });
  }
  if (state.offset)
    put(std::vector<double>(n, -offsets_[*state.offset].spread_db),
        [&](std::size_t i) -> double & { return (*jacobian)(i, priors_.size() + *state.offset); });
}

void FitProblem::add_given_levels(const FitData &data, std::span<const double> x, std::span<double> r,
                                  TallMatrix *jacobian) const {
  std::size_t row = n_levels_;
  for (std::size_t k = 0; k < offsets_.size(); ++k) {
    const FitOffset &offset = offsets_[k];
    if (!offset.known_to_db)
      continue;
    const std::size_t column = priors_.size() + k;
    r[row] = (offset.centre_db + offset.spread_db * x[column] - data.calibration_db[k]) / *offset.known_to_db;
    if (jacobian != nullptr)
      (*jacobian)(row, column) = offset.spread_db / *offset.known_to_db;
    ++row;
  }
}

bool FitProblem::residuals(const FitData &data, std::span<const double> x, std::span<double> r,
                           TallMatrix *jacobian) const {
  std::fill(r.begin(), r.end(), 0.0);
  if (jacobian != nullptr)
    std::fill(jacobian->values.begin(), jacobian->values.end(), 0.0);
  try {
    for (std::size_t s = 0; s < states_.size(); ++s)
      if (data.counts[s])
        add_state(s, data, x, r, jacobian);
  } catch (const std::runtime_error &) { // values that no network is solved for
    return false;
  }
  add_given_levels(data, x, r, jacobian);
  for (std::size_t k = 0; k < n_unknowns(); ++k) {
    r[n_data() + k] = x[k] - data.centre[k];
    if (jacobian != nullptr)
      (*jacobian)(n_data() + k, k) = 1;
  }
  return std::all_of(r.begin(), r.end(), [](double value) { return std::isfinite(value); });
}

LeastSquaresPoint FitProblem::solve(const FitData &data, std::vector<double> guess,
                                    const LeastSquaresOptions &options) const {
  return bounded_least_squares(
      std::move(guess), lower_, upper_, n_residuals(),
      [&](std::span<const double> x, std::span<double> r, TallMatrix *jacobian) {
        return residuals(data, x, r, jacobian);
      },
      options);
}

std::vector<double> level_of(const LevelModel &model, const std::vector<std::size_t> &parameters,
                             const std::vector<double> &values) {
  return model.answer(picked(values, parameters), false).level_db;
}

} // namespace earshot
