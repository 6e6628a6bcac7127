// .msh files of versions 2 and 4.1, text and binary: elements that are taken use nodes that exist.
#include "solver/mesh/msh_file.h"
#include "tests/fuzz/readers/reader.h"

#include <cmath>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
  using namespace earshot::testing;
  expect_answer(data, size, [](const std::string &text) {
    const earshot::MshFile mesh = earshot::parse_msh(text, "a.msh");
    require(mesh.coordinates.size() == 3 * mesh.nodes.size());
    for (const double coordinate : mesh.coordinates)
      require(std::isfinite(coordinate));
    const std::set<std::size_t> nodes(mesh.nodes.begin(), mesh.nodes.end());
    for (const auto &block : mesh.blocks)
      for (const std::size_t node : block.nodes)
        require(nodes.count(node) == 1);
  });
  return 0;
}
