// What it costs to choose the losses of the air: gaps of all walls and the errors of the models, on the
// default case at several mesh sizes.
#include "solver/model/air_losses.h"
#include "solver/config/reader.h"
#include "solver/model/prepare.h"
#include "tests/benchmarks/seconds.h"

#include <cstdio>
#include <string>

int main(int argc, char **argv) {
  using namespace earshot;
  MPI_Init(&argc, &argv);
  std::printf("   mesh.size [mm]   tetrahedra   wall faces   time [s]\n");
  for (const char *size : {"1.5", "0.8", "0.5", "0.35"}) {
    const Case config = read_case(EARSHOT_SOURCE_DIR "/configs/single_dynamic.toml",
                                  {std::string("mesh.size=\"") + size + " mm\""});
    const auto mesh = prepare_mesh(config, MPI_COMM_WORLD);
    const double time = seconds([&] { choose_losses(config, *mesh, air_properties(config)); });
    std::printf("%17s%13zu%13zu%11.3f\n", size, mesh->cells.size(), mesh->faces.size(), time);
  }
  MPI_Finalize();
}
