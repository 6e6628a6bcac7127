#include "solver/analysis/diaphragm_alone.h"

#include "solver/algebra/factorization.h"
#include "solver/config/mesh_unit.h"
#include "solver/config/sweep_grid.h"
#include "solver/model/shell_wiring.h"

#include <deal.II/base/mpi.h>

namespace earshot {

DiaphragmAlone diaphragm_alone(const Model &model, const Driver &driver, double highest_frequency,
                               MPI_Comm communicator) {
  const Case &config = model.config();
  DiaphragmAlone alone;
  alone.space = diaphragm_space(driver.config, config.materials, driver.axis, metres_per_unit(config.mesh),
                                highest_frequency);
  Unknowns unknowns(communicator);
  const int field = unknowns.add_replicated_field(driver.config.name, alone.space->n_unknowns());
  alone.problem.partition = unknowns.partition();
  add_diaphragm_terms(driver.config, config.materials, *alone.space, driver.axis, "",
                      unknowns.numbering(field), communicator, alone.problem);
  alone.coil = driven_displacement(driver.config, *alone.space, driver.axis);
  return alone;
}

double rest_stiffness(const Model &model, const Driver &driver, MPI_Comm communicator) {
  if (driver.config.piston)
    return 1 / driver.config.piston->compliance;
  const DiaphragmAlone alone =
      diaphragm_alone(model, driver, all_frequencies(model.config()).back(), communicator);
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
