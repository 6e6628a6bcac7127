#include "solver/analysis/response_rows.h"

#include "solver/model/ear_wiring.h"
#include "solver/model/prepare.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>

namespace earshot {

ResponseRows::ResponseRows(const FrequencyProblem &problem, const Case &config, const MeshFacts &facts)
    : ResponseRows(config, facts) {
  name_columns(problem);
}

ResponseRows::ResponseRows(const ReducedModel &model, const Case &config, const MeshFacts &facts)
    : ResponseRows(config, facts) {
  name_columns(model);
}

ResponseRows::ResponseRows(const Case &config, const MeshFacts &facts)
    : source_voltage_(config.source.voltage), output_impedance_(config.source.output_impedance),
      air_(air_properties(config)), ear_band_(ear_band(config, air_)),
      openings_(opening_sizes(config, facts)) {}

template <class Problem>
void ResponseRows::name_columns(const Problem &problem) {
  for (const auto &monitor : problem.monitors)
    monitors_.push_back(monitor.quantity);
  for (const auto &output : problem.outputs)
    outputs_.push_back(output.quantity);
  for (const auto &term : problem.terms)
    if (!term.loss.empty() && std::find(losses_.begin(), losses_.end(), term.loss) == losses_.end())
      losses_.push_back(term.loss);
  for (const Quantity &output : outputs_)
    columns_.push_back(to_string(output));
  columns_.push_back("input_w");
  for (const std::string &loss : losses_)
    columns_.push_back(loss + "_w");
  for (const Quantity &monitor : monitors_)
    columns_.push_back("peak." + to_string(monitor));
  columns_.push_back("eardrum_error_db");
  columns_.push_back("eardrum_mesh_error_db");
  columns_.push_back("eardrum_loss_error_db");
}

/// What the errors of the eardrum's pressure may be in level [dB]: that of the sweep, that of the mesh and
/// that of the models of losses, which are not always known.
std::array<double, 3> ResponseRows::eardrum_errors_db(const SweepPoint &point) const {
  constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
  const auto eardrum = std::find(outputs_.begin(), outputs_.end(), Quantity{QuantityKind::eardrum_pressure}) -
                       outputs_.begin();
  if (eardrum == std::ssize(outputs_))
    return {0, unknown, unknown};
  const auto level = [&](double error) {
    return 20 * std::log10(1 + error / std::abs(point.outputs[eardrum]));
  };
  return {point.output_errors.empty() ? 0 : level(point.output_errors[eardrum]),
          point.mesh_error ? level(*point.mesh_error) : unknown,
          point.loss_errors.empty()
              ? unknown
              : level(std::accumulate(point.loss_errors.begin(), point.loss_errors.end(), 0.0))};
}

const OpeningSize &ResponseRows::opening_of(const std::string &name) const {
  return *std::find_if(openings_.begin(), openings_.end(),
                       [&](const OpeningSize &opening) { return opening.name == name; });
}

CheckpointRow ResponseRows::row(const SweepPoint &point) const {
  CheckpointRow row{point.frequency, point.outputs};
  row.values.push_back(point.balance.input);
  for (const auto &[loss, power] : point.balance.losses)
    row.values.push_back(power);
  for (const double peak : point.peaks)
    row.values.push_back(std::numbers::sqrt2 * peak); // phasors are RMS amplitudes
  for (const double error : eardrum_errors_db(point))
    row.values.push_back(error);
  return row;
}

Response ResponseRows::response(std::vector<CheckpointRow> rows) const {
  std::sort(rows.begin(), rows.end(),
            [](const auto &a, const auto &b) { return a.frequency_hz < b.frequency_hz; });
  const auto column = [&](std::size_t index) {
    std::vector<Complex> values;
    for (const CheckpointRow &row : rows)
      values.push_back(row.values.at(index));
    return values;
  };
  const auto real_column = [&](std::size_t index, double factor) {
    std::vector<double> values;
    for (const CheckpointRow &row : rows)
      values.push_back(factor * row.values.at(index).real());
    return values;
  };

  Response response;
  response.source_voltage = source_voltage_;
  response.ear_band = ear_band_;
  for (const CheckpointRow &row : rows)
    response.frequency_hz.push_back(row.frequency_hz);
  std::size_t next = 0;
  for (const Quantity &output : outputs_) {
    const std::vector<Complex> values = column(next++);
    if (output.kind == QuantityKind::eardrum_pressure)
      response.eardrum_pressure = values;
    else if (output.kind == QuantityKind::probe_pressure)
      response.probes.push_back({output.of, values});
    else if (output.kind == QuantityKind::source_current) {
      response.current.resize(rows.size());
      for (std::size_t k = 0; k < values.size(); ++k)
        response.current[k] += values[k];
    }
  }
  response.impedance = plug_impedance(source_voltage_, response.current, output_impedance_);
  response.input_w = real_column(next++, 1);
  for (const std::string &loss : losses_)
    response.losses_w.push_back({loss, real_column(next++, 1)});
  for (const Quantity &monitor : monitors_)
    if (monitor.kind == QuantityKind::excursion)
      response.excursion_mm.push_back({monitor.of, real_column(next++, 1e3)});
    else
      response.openings.push_back(
          opening_series(opening_of(monitor.of), air_, response.frequency_hz, real_column(next++, 1)));
  response.error_db = real_column(next++, 1);
  for (std::vector<double> *errors : {&response.mesh_error_db, &response.loss_error_db}) {
    *errors = real_column(next++, 1);
    if (std::any_of(errors->begin(), errors->end(), [](double error) { return std::isnan(error); }))
      errors->clear();
  }
  return response;
}

} // namespace earshot
