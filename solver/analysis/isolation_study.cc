#include "solver/analysis/isolation_study.h"

#include "solver/circuit/circuit_solution.h"
#include "solver/config/outside_check.h"
#include "solver/config/sweep_grid.h"
#include "solver/model/case_terms.h"
#include "solver/model/network_wiring.h"
#include "solver/model/prepare.h"
#include "solver/results/frequency_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>

namespace earshot {

namespace {

constexpr double open_resistance = 1e9; // [ohm] against the tens of a coil

/// Closes an opening by its name.
void close(Case &config, const std::string &name) {
  const bool vents = name == "vents" || name == "all";
  for (SurfaceConfig &surface : config.surfaces)
    if (surface.model.value == SurfaceModel::opening && (vents || surface.name.value == name))
      surface.closed = true;
  if (config.network)
    for (NetworkElementConfig &element : config.network->elements)
      if (element.kind.value == ElementKind::radiation && (vents || element.name.value == name))
        element.closed = true;
  if (config.leak && (name == "all" || name == "leak"))
    config.leak->closed = true;
}

Case connected(Case config, SourceState state) {
  if (state == SourceState::short_circuit)
    config.source.output_impedance = 0.0;
  else if (state == SourceState::open_circuit)
    config.source.output_impedance = open_resistance;
  return config;
}

template <class T>
std::vector<T> given_or(const std::vector<Located<T>> &given, std::vector<T> otherwise) {
  return given.empty() ? otherwise : std::vector<T>(given.begin(), given.end());
}

/// Numbers of outputs: the eardrum's and those of sound from outside.
struct Outputs {
  std::size_t eardrum;
  std::vector<std::size_t> outside;

  template <class Named>
  explicit Outputs(const std::vector<Named> &outputs) : eardrum(outputs.size()) {
    for (std::size_t k = 0; k < outputs.size(); ++k)
      if (outputs[k].quantity.kind == QuantityKind::eardrum_pressure)
        eardrum = k;
      else if (outputs[k].quantity.kind == QuantityKind::exterior_load)
        outside.push_back(k);
  }
};

/// Pressures at the eardrum per pressure outside, by sound going in and by sound going out.
struct Transfer {
  Complex in = 0, out = 0;
  double error = 0; ///< estimated, of a reduced model
  double gap() const { return in == 0.0 ? std::abs(out) : std::abs(in - out) / std::abs(in); }
};

/// A reduced model of the same air driven from outside, with the eardrum as its only output.
class InwardModel {
public:
  explicit InwardModel(const ErrorEstimate &estimate)
      : outputs_(estimate.model().outputs), model_(inwards(estimate.model())),
        estimate_(model_, estimate.levels(), of_the_eardrum(estimate.calibrations())) {}

  std::vector<Transfer> transfers(const CoefficientFunctions &functions,
                                  const std::vector<double> &frequencies_hz) const {
    std::vector<Factors> points;
    for (const double frequency : frequencies_hz)
      points.push_back(inwards(functions.at(2 * std::numbers::pi * frequency)));
    std::vector<Transfer> transfers;
    for (const EstimatedSolution &found : estimate_.evaluate(points)) {
      const Factors &factors = points[transfers.size()];
      Transfer t{found.solution.outputs.front(), 0, found.errors.front()};
      for (std::size_t k = 0; k < model_.loads.size(); ++k)
        t.out +=
            factors.outputs.front() * factors.loads[k] * model_.loads[k].product(found.solution.adjoints[0]);
      transfers.push_back(t);
    }
    return transfers;
  }

private:
  ReducedModel inwards(ReducedModel model) const {
    model.loads.clear();
    for (const std::size_t k : outputs_.outside)
      model.loads.push_back(model.outputs[k]);
    model.outputs = {model.outputs[outputs_.eardrum]};
    model.monitors.clear();
    return model;
  }
  Factors inwards(Factors factors) const {
    factors.loads.clear();
    for (const std::size_t k : outputs_.outside)
      factors.loads.push_back(factors.outputs[k]);
    factors.outputs = {factors.outputs[outputs_.eardrum]};
    return factors;
  }
  std::vector<Calibration> of_the_eardrum(std::vector<Calibration> calibrations) const {
    for (Calibration &calibration : calibrations) {
      calibration.amplification = {calibration.amplification[outputs_.eardrum]};
      calibration.round_off = {calibration.round_off[outputs_.eardrum]};
    }
    return calibrations;
  }

  Outputs outputs_;
  ReducedModel model_;
  ErrorEstimate estimate_;
};

/// Full solves of both.
Transfer transfer(const FrequencyProblem &problem, Factorization &factorization, const Factors &factors,
                  const Outputs &outputs) {
  const Index n = problem.partition.total;
  std::vector<Complex> inwards(n), outwards(n);
  for (const auto &[unknown, value] : problem.outputs[outputs.eardrum].vector)
    outwards[unknown] += factors.outputs[outputs.eardrum] * value;
  for (const std::size_t k : outputs.outside)
    for (const auto &[unknown, value] : problem.outputs[k].vector)
      if (unknown != no_unknown)
        inwards[unknown] += factors.outputs[k] * value;
  factorization.factorize(factors);
  const auto solved = factorization.solve({inwards, outwards});
  // The factorisation reads one triangle, so that it would be reciprocal with any matrix: of the way out, let
  // the whole one make the load again.
  const std::vector<Complex> load = apply(problem, factors, solved[0]);
  Transfer t;
  for (Index i = 0; i < n; ++i) {
    t.in += outwards[i] * solved[0][i];
    t.out += load[i] * solved[1][i];
  }
  return t;
}

/// Of a circuit: flows and forces from outside, read at the eardrum, and a flow into the eardrum's node, read
/// at the exterior sources. With velocities as potentials a piston turns the sign between both ways.
Transfer transfer(const BuiltNetwork &network, const CircuitMatrix &matrix, double omega) {
  const Circuit &circuit = network.circuit;
  const std::size_t drum = circuit.node_index(network.ear->pressure_node);
  std::vector<Complex> inwards(matrix.size()), outwards(matrix.size());
  outwards[drum] = 1;
  for (const ExteriorSource &source : network.exterior_sources)
    inwards[circuit.node_index(source.node)] += source.strength.value(omega);
  Transfer t;
  t.in = matrix.solve(omega, inwards)[drum];
  const std::vector<Complex> outside = matrix.solve(omega, outwards);
  for (const ExteriorSource &source : network.exterior_sources) {
    const std::size_t node = circuit.node_index(source.node);
    const double sign = circuit.is_acoustic_kind({false, node}) ? 1 : -1;
    t.out += sign * source.strength.value(omega) * outside[node];
  }
  return t;
}

double level(Complex ratio) {
  return 20 * std::log10(std::abs(ratio));
}

/// What an error of a transfer may be in level [dB]; 0 where nothing comes in and nothing was estimated.
double error_db(const Transfer &transfer) {
  return transfer.error == 0 ? 0 : 20 * std::log10(1 + transfer.error / std::abs(transfer.out));
}

/// Isolation of every variant by a function of the variant and the frequencies [Hz].
template <class TransfersOf>
Isolation isolation_by(const std::vector<IsolationVariant> &variants, const Case &config,
                       const IsolationConfig &analysis, TransfersOf transfers_of) {
  Isolation result;
  result.frequency_hz = all_frequencies(config);
  for (const Complex pressure :
       open_ear_reference(config, analysis, air_properties(config), result.frequency_hz))
    result.open_ear_reference_db.push_back(level(pressure));
  for (const IsolationVariant &variant : variants) {
    RealSeries losses{variant.name, {}}, errors{variant.name, {}};
    for (const Transfer &t : transfers_of(variant, result.frequency_hz)) {
      losses.values.push_back(result.open_ear_reference_db[losses.values.size()] - level(t.out));
      errors.values.push_back(error_db(t));
      result.largest_reciprocity_gap = std::max(result.largest_reciprocity_gap, t.gap());
    }
    result.variants.push_back(std::move(losses));
    result.errors_db.push_back(std::move(errors));
  }
  return result;
}

/// Figures of the isolation analyses of a case by a function of the case and one of them.
template <class IsolationOf>
std::vector<KeyFigure> figures_by(Case config, IsolationOf isolation_of) {
  const std::vector<double> band = sweep_frequencies(config.sweep);
  config.sweep.frequencies.clear();
  for (const double frequency : {100.0, 1000.0}) // those of isolation_figures
    if (band.front() <= frequency && frequency <= band.back())
      config.sweep.frequencies.emplace_back(frequency);
  std::vector<KeyFigure> figures;
  if (config.sweep.frequencies.empty())
    return figures;
  for (const AnalysisConfig &analysis : config.analyses)
    if (analysis.type.value == AnalysisType::isolation) {
      const std::vector<KeyFigure> found = isolation_figures(isolation_of(config, analysis.isolation));
      figures.insert(figures.end(), found.begin(), found.end());
    }
  return figures;
}

} // namespace

std::vector<IsolationVariant> isolation_variants(const Case &config, const IsolationConfig &isolation) {
  std::vector<IsolationVariant> variants;
  for (const SourceState state :
       given_or(isolation.driver, {SourceState::amplifier, SourceState::open_circuit})) {
    variants.push_back({fmt::format("driver_{}", state), connected(config, state)});
    const bool has_vents = openings_of(config).size() > (config.leak ? 1 : 0);
    for (const std::string &name : given_or(isolation.close, has_vents ? std::vector<std::string>{"vents"}
                                                                       : std::vector<std::string>{})) {
      variants.push_back({fmt::format("driver_{}_{}_closed", state, name), connected(config, state)});
      close(variants.back().config, name);
    }
  }
  return variants;
}

Isolation isolation(const ErrorEstimate &estimate, const Case &config, const MeshFacts &facts,
                    const IsolationConfig &analysis) {
  const InwardModel model(estimate);
  return isolation_by(isolation_variants(config, analysis), config, analysis,
                      [&](const IsolationVariant &variant, const std::vector<double> &frequencies_hz) {
                        if (!same_matrices(config, variant.config, facts))
                          throw std::logic_error(variant.name + " has other matrices than the case");
                        return model.transfers(coefficient_functions(variant.config, facts), frequencies_hz);
                      });
}

Isolation lumped_isolation(const Case &config, const IsolationConfig &analysis) {
  Isolation isolation =
      isolation_by(isolation_variants(config, analysis), config, analysis,
                   [&](const IsolationVariant &variant, const std::vector<double> &frequencies_hz) {
                     const BuiltNetwork network =
                         build_network(variant.config, air_properties(variant.config));
                     const CircuitMatrix matrix(network.circuit);
                     std::vector<Transfer> transfers;
                     for (const double frequency : frequencies_hz)
                       transfers.push_back(transfer(network, matrix, 2 * std::numbers::pi * frequency));
                     return transfers;
                   });
  isolation.errors_db.clear();
  return isolation;
}

std::vector<KeyFigure> design_isolation(const ErrorEstimate &estimate, const Case &design,
                                        const MeshFacts &facts) {
  return figures_by(design, [&](const Case &config, const IsolationConfig &analysis) {
    return isolation(estimate, config, facts, analysis);
  });
}

std::vector<KeyFigure> design_isolation(const Case &lumped_design) {
  return figures_by(lumped_design, lumped_isolation);
}

std::vector<IsolationCheck> check_isolation(const Model &model, Factorization &factorization,
                                            const Isolation &isolation, const IsolationConfig &analysis) {
  const Outputs outputs(model.problem().outputs);
  const std::vector<IsolationVariant> variants = isolation_variants(model.config(), analysis);
  const std::size_t n = isolation.frequency_hz.size();
  std::vector<IsolationCheck> checks;
  const std::size_t n_checks = std::min<std::size_t>(variants.size(), 3);
  for (std::size_t check = 0; check < n_checks; ++check) {
    const std::size_t v = n_checks == 1 ? 0 : check * (variants.size() - 1) / (n_checks - 1);
    const std::size_t k = (2 * check + 1) * n / (2 * n_checks);
    const double omega = 2 * std::numbers::pi * isolation.frequency_hz[k];
    const Factors factors = coefficient_functions(variants[v].config, model.facts()).at(omega);
    const Transfer t = transfer(model.problem(), factorization, factors, outputs);
    const double direct = isolation.open_ear_reference_db[k] - level(t.in);
    checks.push_back({variants[v].name, isolation.frequency_hz[k], direct,
                      t.in == 0.0 ? 0 : std::abs(direct - isolation.variants[v].values[k]), t.gap()});
  }
  return checks;
}

std::string describe_isolation(const Isolation &isolation, const IsolationConfig &analysis,
                               double sound_speed) {
  std::string text = fmt::format("Isolation: sound from outside is taken as equal all around the housing, "
                                 "which is less than a sixth of a "
                                 "wavelength up to {:.0f} Hz; reciprocity within {:.1g}",
                                 sound_speed / (2 * std::numbers::pi * analysis.housing_size),
                                 isolation.largest_reciprocity_gap);
  text += fmt::format("\n  {:<44} {:>10} {:>10}", "insertion loss [dB] at", "100 Hz", "1 kHz");
  const std::vector<KeyFigure> figures = isolation_figures(isolation);
  for (std::size_t v = 0; v < isolation.variants.size(); ++v)
    text += fmt::format("\n  {:<44} {:>10.2f} {:>10.2f}", isolation.variants[v].name, figures[2 * v].value,
                        figures[2 * v + 1].value);
  return text;
}

std::string describe_checks(const std::vector<IsolationCheck> &checks) {
  std::string text = "Isolation by direct solves";
  for (const IsolationCheck &check : checks)
    text += fmt::format("\n  {:<44} at {:>9}: {:.3f} dB, off by {:.2g} dB; reciprocity within {:.1g}",
                        check.variant, frequency_text(check.frequency_hz), check.isolation_db,
                        check.difference_db, check.reciprocity_gap);
  return text;
}

} // namespace earshot
