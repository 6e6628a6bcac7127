#include "solver/analysis/diaphragm_alone.h"

#include "solver/algebra/factorization.h"
#include "solver/config/mesh_unit.h"
#include "solver/config/sweep_grid.h"
#include "solver/model/shell_wiring.h"

#include <deal.II/base/mpi.h>

namespace earshot {

DiaphragmAlone diaphragm_alone(const Case &config, const DriverConfig &driver, const ShellAxis &axis,
                               double highest_frequency, MPI_Comm communicator) {
  DiaphragmAlone alone;
  alone.space =
      diaphragm_space(driver, config.materials, axis, metres_per_unit(config.mesh), highest_frequency);
  Unknowns unknowns(communicator);
  const int field = unknowns.add_replicated_field(driver.name, alone.space->n_unknowns());
  alone.problem.partition = unknowns.partition();
  add_diaphragm_terms(driver, config.materials, *alone.space, axis, "", unknowns.numbering(field),
                      communicator, alone.problem);
  alone.coil = driven_displacement(driver, *alone.space, axis);
  return alone;
}

double rest_stiffness(const Case &config, const DriverConfig &driver, const ShellAxis &axis,
                      MPI_Comm communicator) {
  if (driver.piston)
    return 1 / driver.piston->compliance;
  const DiaphragmAlone alone =
      diaphragm_alone(config, driver, axis, all_frequencies(config).back(), communicator);
  const Factors at_rest = alone.problem.at(0);
  Factorization factorization(alone.problem, at_rest);
  factorization.factorize(at_rest);
  std::vector<Complex> force(alone.problem.partition.total);
  for (const auto &[unknown, weight] : alone.coil)
    force[unknown] += weight;
  const std::vector<Complex> displacement = factorization.solve(force);
  Complex compliance = 0; // of the lossy suspension; its loss is the linear model's
  for (const auto &[unknown, weight] : alone.coil)
    compliance += weight * displacement[unknown];
  return (1.0 / compliance).real();
}

} // namespace earshot
