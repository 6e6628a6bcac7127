#include "solver/physics/motor/lumped_motor.h"

#include <stdexcept>

namespace earshot {

namespace {

constexpr Complex i_unit(0, 1);

bool is_root(const Partition &partition) {
  int rank = 0;
  MPI_Comm_rank(partition.communicator, &rank);
  return rank == 0;
}

Complex eddy_impedance(double resistance, double inductance, double omega) {
  const Complex reactance = i_unit * omega * inductance;
  return resistance * reactance / (resistance + reactance);
}

/// value * i on the current's own place.
RealMatrix current_matrix(const Partition &partition, Index current, double value) {
  MatrixBuilder builder(partition);
  if (is_root(partition))
    builder.add_symmetric(current, current, value);
  return builder.finish();
}

/// Coefficient of a resistance R with a matrix of value 1: -R/(i w).
Coefficient resistance_law(const std::string &symbol, double resistance) {
  return {"-" + symbol + "/(i w)", [resistance](double omega) { return -resistance / (i_unit * omega); }};
}

void add_coupling(const LumpedMotor &m, FrequencyProblem &problem) {
  MatrixBuilder builder(problem.partition);
  if (is_root(problem.partition))
    for (const auto &[unknown, weight] : m.coil_displacement)
      if (unknown != no_unknown)
        builder.add_symmetric(unknown, m.current, weight);
  problem.terms.push_back({"force factor",
                           m.name,
                           {"-Bl", [bl = m.force_factor](double) { return Complex(-bl); }},
                           builder.finish(),
                           ""});
}

void add_electrical(const LumpedMotor &m, FrequencyProblem &problem) {
  const RealMatrix unit = current_matrix(problem.partition, m.current, 1);
  problem.terms.push_back(
      {"coil resistance", m.name, resistance_law("Re", m.coil_resistance), unit, "coil_heat"});
  if (m.source_resistance > 0)
    problem.terms.push_back(
        {"source resistance", m.name, resistance_law("Rs", m.source_resistance), unit, "source"});
  if (m.inductance > 0)
    problem.terms.push_back({"coil inductance",
                             m.name,
                             {"-Le", [inductance = m.inductance](double) { return Complex(-inductance); }},
                             unit,
                             ""});
  if (m.eddy_resistance > 0 && m.eddy_inductance > 0)
    problem.terms.push_back({"lossy inductance",
                             m.name,
                             {"-(R2 || i w L2)/(i w)",
                              [r = m.eddy_resistance, l = m.eddy_inductance](double omega) {
                                return -eddy_impedance(r, l, omega) / (i_unit * omega);
                              }},
                             unit,
                             "eddy_currents"});
}

} // namespace

Complex blocked_impedance(const LumpedMotor &m, double omega) {
  Complex impedance = m.coil_resistance + i_unit * omega * m.inductance;
  if (m.eddy_resistance > 0 && m.eddy_inductance > 0)
    impedance += eddy_impedance(m.eddy_resistance, m.eddy_inductance, omega);
  return impedance;
}

void add_lumped_motor(const LumpedMotor &m, FrequencyProblem &problem) {
  if (m.current == no_unknown)
    throw std::invalid_argument("motor " + m.name + ": its current has no number");
  if (!(m.coil_resistance + m.source_resistance > 0))
    throw std::invalid_argument("motor " + m.name + ": coil and source have no resistance");
  add_coupling(m, problem);
  add_electrical(m, problem);
  problem.loads.push_back(
      {m.name + " voltage",
       {"-V/(i w)", [voltage = m.voltage](double omega) { return -voltage / (i_unit * omega); }},
       {{m.current, 1.0}}});
  problem.outputs.push_back({m.current_output, {"1", [](double) { return Complex(1); }}, {{m.current, 1.0}}});
}

void add_shared_source(double source_resistance, const std::vector<Index> &currents,
                       FrequencyProblem &problem) {
  if (source_resistance <= 0)
    return;
  MatrixBuilder builder(problem.partition);
  if (is_root(problem.partition))
    builder.add_element(currents, std::vector<double>(currents.size() * currents.size(), 1.0));
  problem.terms.push_back(
      {"source resistance", "source", resistance_law("Rs", source_resistance), builder.finish(), "source"});
}

Complex terminal_impedance(const LumpedMotor &m, Complex current) {
  return m.voltage / current - m.source_resistance;
}

} // namespace earshot
