// Netlists, to the circuit.
#include "solver/circuit/spice.h"
#include "tests/fuzz/readers/reader.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
  using namespace earshot;
  testing::expect_answer(data, size, [](const std::string &text) {
    Circuit circuit(CircuitDomain::electrical);
    circuit.add_node("spout", CircuitDomain::acoustic);
    add_spice_text(circuit, text, "a.cir", {20, 20000});
    circuit.join_reciprocal_sources();
  });
  return 0;
}
