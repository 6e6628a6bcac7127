#include "solver/model/lumped_response.h"

#include "solver/circuit/circuit_solution.h"
#include "solver/model/network_parts.h"
#include "solver/model/prepare.h"
#include "solver/results/frequency_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace earshot {

namespace {

using Complex = std::complex<double>;

/// Rows of the power balance, in order of first appearance.
std::vector<std::string> loss_rows(const Circuit &circuit) {
  std::vector<std::string> rows;
  for (const Circuit::Element &element : circuit.elements())
    if (!element.loss.empty() && std::find(rows.begin(), rows.end(), element.loss) == rows.end())
      rows.push_back(element.loss);
  return rows;
}

/// Fills one frequency of a response from the solution of the circuit.
class ResponseBuilder {
public:
  ResponseBuilder(const Case &config, const BuiltNetwork &network)
      : network_(network), matrix_(network.circuit), air_(air_properties(config)) {
    response_.source_voltage = config.source.voltage;
    if (network.ear)
      response_.ear_band = {network.ear->lowest_hz, network.ear->highest_hz};
    output_impedance_ = config.source.output_impedance;
    for (const ProbeConfig &probe : config.probes) {
      response_.probes.push_back({probe.name, {}});
      probe_nodes_.push_back(network.circuit.node_index(probe.node));
    }
    for (const LumpedDriver &driver : network.drivers) {
      response_.excursion_mm.push_back({driver.name, {}});
      diaphragms_.push_back(network.circuit.node_index(diaphragm_node(driver.name)));
    }
    for (const ExteriorSource &source : network.exterior_sources)
      if (source.area > 0)
        openings_.push_back(&source);
    velocities_.resize(openings_.size());
    for (const std::string &row : loss_rows(network.circuit))
      response_.losses_w.push_back({row, {}});
  }

  void add(double frequency) {
    const double omega = 2 * std::numbers::pi * frequency;
    const Circuit &circuit = network_.circuit;
    const std::vector<Complex> x = matrix_.solve(omega, matrix_.sources(omega));
    response_.frequency_hz.push_back(frequency);
    if (network_.ear)
      response_.eardrum_pressure.push_back(x[circuit.node_index(network_.ear->pressure_node)]);
    for (std::size_t k = 0; k < probe_nodes_.size(); ++k)
      response_.probes[k].values.push_back(x[probe_nodes_[k]]);
    if (!network_.source.empty())
      response_.current.push_back(-x[matrix_.number({true, circuit.branch_index(network_.source)})]);
    for (std::size_t k = 0; k < diaphragms_.size(); ++k)
      response_.excursion_mm[k].values.push_back(1e3 * std::sqrt(2.0) * std::abs(x[diaphragms_[k]]) / omega);
    for (std::size_t k = 0; k < openings_.size(); ++k)
      velocities_[k].push_back(
          std::sqrt(2.0) *
          std::abs(openings_[k]->strength.value(omega) * x[circuit.node_index(openings_[k]->node)]) /
          openings_[k]->area);
    response_.input_w.push_back(matrix_.input(omega, x));
    for (RealSeries &loss : response_.losses_w) {
      double power = 0;
      for (const Circuit::Element &element : circuit.elements())
        if (element.loss == loss.name)
          power += matrix_.power(element, omega, x);
      loss.values.push_back(power);
    }
  }

  Response finish() {
    if (!network_.source.empty())
      response_.impedance = plug_impedance(response_.source_voltage, response_.current, output_impedance_);
    for (std::size_t k = 0; k < openings_.size(); ++k)
      response_.openings.push_back(opening_series({openings_[k]->name, openings_[k]->area}, air_,
                                                  response_.frequency_hz, std::move(velocities_[k])));
    return std::move(response_);
  }

private:
  const BuiltNetwork &network_;
  CircuitMatrix matrix_;
  Response response_;
  double output_impedance_ = 0;
  std::vector<std::size_t> probe_nodes_, diaphragms_;
  AirProperties air_;
  std::vector<const ExteriorSource *> openings_;
  std::vector<std::vector<double>> velocities_;
};

} // namespace

Response lumped_response(const Case &config, const BuiltNetwork &network,
                         const std::vector<double> &frequencies) {
  ResponseBuilder builder(config, network);
  for (const double frequency : frequencies)
    try {
      builder.add(frequency);
    } catch (const std::runtime_error &error) {
      throw UserError(config.network->plug.where,
                      fmt::format("at {}: {}", frequency_text(frequency), error.what()));
    }
  return builder.finish();
}

} // namespace earshot
