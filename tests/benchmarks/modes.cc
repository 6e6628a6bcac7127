// Time and completeness of the breakup modes of a case's first diaphragm.
//
//   build/benchmark.modes [case file] [key=value ...]
//
// prints unknowns, modes below the highest frequency, and time for matrices and modes.
#include "solver/analysis/shell_modes.h"
#include "solver/config/reader.h"
#include "solver/config/sweep_grid.h"
#include "solver/fem/unknowns.h"
#include "solver/model/shell_wiring.h"
#include "tests/benchmarks/seconds.h"

#include <deal.II/base/mpi.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <numbers>

using namespace earshot;

int main(int argc, char **argv) {
  const dealii::Utilities::MPI::MPI_InitFinalize mpi(argc, argv, 1);
  const std::string file = argc > 1 ? argv[1] : EARSHOT_SOURCE_DIR "/configs/single_dynamic.toml";
  const Case config = read_case(file, std::vector<std::string>(argv + std::min(argc, 2), argv + argc));
  const DriverConfig &driver = config.drivers.at(0);
  const double highest = all_frequencies(config).back();
  const auto space = diaphragm_space(driver, config.materials, {}, config.mesh.scale, highest);
  Unknowns unknowns(MPI_COMM_WORLD);
  const int field = unknowns.add_replicated_field(driver.name, space->n_unknowns());
  FrequencyProblem problem;
  problem.partition = unknowns.partition();
  const int rank = static_cast<int>(dealii::Utilities::MPI::this_mpi_process(MPI_COMM_WORLD));
  const int ranks = static_cast<int>(dealii::Utilities::MPI::n_mpi_processes(MPI_COMM_WORLD));
  const double assembly = seconds([&] {
    add_shell_terms(*space, diaphragm_properties(driver, config.materials, *space), unknowns.numbering(field),
                    rank, ranks, problem);
  });
  const SparseVector coil =
      space->mean_displacement(space->mesh().zone_index(driver.coil->zone), dealii::Tensor<1, 3>({0, 0, 1}));
  ModeSet modes;
  const double solution = seconds([&] { modes = shell_modes({problem, *space, {}, coil}, highest); });
  if (rank != 0)
    return 0;
  fmt::print("{} unknowns, {} modes below {:.0f} Hz, assembly {:.1f} s, modes {:.1f} s\n"
             "frequency    m  n  shapes  coil  volume  mass    purity  kind, kinetic and potential shares\n",
             space->n_unknowns(), modes.count(), highest, assembly, solution);
  for (const Mode &mode : modes.modes)
    fmt::print("{:10.3f}  {:2d} {:2d}  {}  {:8.4f}  {:.4e}  {:.3e}  {:.4f}  {}  {:.3f}  {:.3f}\n",
               mode.frequency, mode.m, mode.n, mode.shapes.size(), mode.modal_force_factor,
               mode.modal_volume_displacement, mode.modal_mass, mode.purity, mode.kind,
               fmt::join(mode.kinetic_shares, " "), fmt::join(mode.potential_shares, " "));
}
