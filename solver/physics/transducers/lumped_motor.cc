#include "solver/physics/transducers/lumped_motor.h"

#include <stdexcept>

namespace earshot {

namespace {

constexpr Complex i_unit(0, 1);

bool is_root(const Partition &partition) {
  int rank = 0;
  MPI_Comm_rank(partition.communicator, &rank);
  return rank == 0;
}

/// R || i w L; none where either is zero.
Complex eddy_impedance(double resistance, double inductance, double omega) {
  if (resistance == 0 || inductance == 0)
    return 0;
  const Complex reactance = i_unit * omega * inductance;
  return resistance * reactance / (resistance + reactance);
}

/// What eddy currents add to R_e and L_e.
Complex lossy_part(const LumpedMotor &m, double omega) {
  return m.impedance ? m.impedance(omega) - m.coil_resistance - i_unit * omega * m.inductance
                     : eddy_impedance(m.eddy_resistance, m.eddy_inductance, omega);
}

/// 1 on the current's own place.
RealMatrix current_matrix(const Partition &partition, Index current) {
  MatrixBuilder builder(partition);
  if (is_root(partition))
    builder.add_symmetric(current, current, 1);
  return builder.finish();
}

/// Coefficient of a resistance R with a matrix of value 1: -R/(i w).
Coefficient resistance_law(const std::string &symbol, double resistance) {
  return {"-" + symbol + "/(i w)", [resistance](double omega) { return -resistance / (i_unit * omega); }};
}

RealMatrix coupling_matrix(const LumpedMotor &m, const Partition &partition) {
  MatrixBuilder builder(partition);
  if (is_root(partition))
    for (const auto &[unknown, weight] : m.coil_displacement)
      if (unknown != no_unknown)
        builder.add_symmetric(unknown, m.current, weight);
  return builder.finish();
}

void add_electrical(const LumpedMotor &m, ProblemBuilder problem) {
  auto current = on_demand([&] { return current_matrix(problem.partition(), m.current); });
  const auto add = [&](const std::string &name, Coefficient coefficient, const std::string &loss) {
    problem.add_term(name, m.name, std::move(coefficient), loss, [&] { return current(); });
  };
  add("coil resistance", resistance_law("Re", m.coil_resistance), m.qualifier + "coil_heat");
  if (m.source_resistance > 0)
    add("source resistance", resistance_law("Rs", m.source_resistance), "source");
  add("coil inductance", {"-Le", [inductance = m.inductance](double) { return Complex(-inductance); }}, "");
  add("lossy inductance",
      {m.impedance ? "-(Z - Re)/(i w)" : "-(R2 || i w L2)/(i w)",
       [m](double omega) { return -lossy_part(m, omega) / (i_unit * omega); }},
      m.qualifier + "eddy_currents");
}

} // namespace

Complex blocked_impedance(const LumpedMotor &m, double omega) {
  return m.coil_resistance + i_unit * omega * m.inductance + lossy_part(m, omega);
}

std::string voltage_load(const LumpedMotor &m) {
  return m.name + " voltage";
}

void add_lumped_motor(const LumpedMotor &m, ProblemBuilder problem) {
  if (m.current == no_unknown)
    throw std::invalid_argument("motor " + m.name + ": its current has no number");
  if (!(m.coil_resistance + m.source_resistance > 0))
    throw std::invalid_argument("motor " + m.name + ": coil and source have no resistance");
  problem.add_term(force_factor_term, m.name, {"-Bl", [bl = m.force_factor](double) { return Complex(-bl); }},
                   "", [&] { return coupling_matrix(m, problem.partition()); });
  add_electrical(m, problem);
  const auto current = [&] { return SparseVector{{m.current, 1.0}}; };
  problem.add_load(voltage_load(m),
                   {"-V/(i w)", [voltage = m.voltage](double omega) { return -voltage / (i_unit * omega); }},
                   current);
  problem.add_output(m.current_output, {"1", [](double) { return Complex(1); }}, current);
}

void add_shared_source(double source_resistance, const std::vector<Index> &currents, ProblemBuilder problem) {
  problem.add_term("source resistance", "source", resistance_law("Rs", source_resistance), "source", [&] {
    MatrixBuilder builder(problem.partition());
    if (is_root(problem.partition()))
      builder.add_element(currents, std::vector<double>(currents.size() * currents.size(), 1.0));
    return builder.finish();
  });
}

Complex terminal_impedance(const LumpedMotor &m, Complex current) {
  return m.voltage / current - m.source_resistance;
}

} // namespace earshot
