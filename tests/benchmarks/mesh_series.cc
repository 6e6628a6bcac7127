// Response of the default case on a series of meshes, curved and straight: where the default mesh comes from.
//
//   build/benchmark.mesh_series [key=value ...]
#include "solver/config/reader.h"
#include "solver/model/model.h"
#include "solver/model/prepare.h"
#include "solver/results/response.h"
#include "solver/sweep/direct_sweep.h"
#include "tests/support/quantities.h"

#include <deal.II/base/mpi.h>
#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <numbers>

namespace {

using namespace earshot;

const std::vector<double> frequencies = {100, 1e3, 5.6e3, 10e3, 20e3};

struct Row {
  std::string geometry, size;
  Index air_unknowns;
  double seconds;
  std::vector<double> spl;
};

Row solve(std::vector<std::string> overrides, const std::string &size, bool curved) {
  overrides.push_back("mesh.size=" + size);
  overrides.push_back(curved ? "mesh.curved=true" : "mesh.curved=false");
  const Case config = read_case(EARSHOT_SOURCE_DIR "/configs/single_dynamic.toml", overrides);
  const Model model(config, prepare_mesh(config, MPI_COMM_WORLD), MPI_COMM_WORLD);
  const auto at = [&](double frequency) { return model.problem().at(2 * std::numbers::pi * frequency); };
  DirectSweep sweep(model.problem(), at(1e3));
  const auto &outputs = model.problem().outputs;
  const auto eardrum = std::find_if(outputs.begin(), outputs.end(),
                                    [](const auto &o) { return o.quantity == quantity::eardrum; });
  const auto start = std::chrono::steady_clock::now();
  Row row{curved ? "curved" : "straight", size, model.air().n_unknowns(), 0, {}};
  for (const double frequency : frequencies)
    row.spl.push_back(sound_pressure_level(sweep.evaluate(at(frequency)).outputs[eardrum - outputs.begin()]));
  row.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() /
                static_cast<double>(frequencies.size());
  return row;
}

} // namespace

int main(int argc, char **argv) {
  const dealii::Utilities::MPI::MPI_InitFinalize mpi(argc, argv, 1);
  const std::vector<std::string> overrides(argv + 1, argv + argc);
  const Row finest = solve(overrides, "0.315 mm", true);
  fmt::print("SPL less that of the finest curved mesh [dB]\n{:<9} {:>7} {:>8} {:>7}", "geometry", "size",
             "unknowns", "s/point");
  for (const double frequency : frequencies)
    fmt::print(" {:>7g}", frequency);
  fmt::print("  largest\n");
  const auto print = [&](const Row &row) {
    fmt::print("{:<9} {:>7} {:>8} {:>7.2f}", row.geometry, row.size, row.air_unknowns, row.seconds);
    double largest = 0;
    for (std::size_t k = 0; k < frequencies.size(); ++k) {
      const double difference = row.spl[k] - finest.spl[k];
      fmt::print(" {:>7.3f}", difference);
      largest = std::max(largest, std::abs(difference));
    }
    fmt::print("  {:.3f}\n", largest);
    std::fflush(stdout);
  };
  print(finest);
  for (const bool curved : {true, false})
    for (const char *size : {"0.8 mm", "0.48 mm", "0.315 mm"}) // about 30, 90 and 250 thousand unknowns
      if (!(curved && finest.size == size))
        print(solve(overrides, size, curved));
  return 0;
}
