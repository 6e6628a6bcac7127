#ifndef EARSHOT_TESTS_UNIT_MODEL_NETWORK_CASE_H
#define EARSHOT_TESTS_UNIT_MODEL_NETWORK_CASE_H

#include "solver/analysis/direct_response.h"
#include "solver/config/reader.h"
#include "solver/config/sweep_grid.h"
#include "solver/model/network_wiring.h"
#include "solver/model/prepare.h"
#include "solver/physics/network/network.h"
#include "tests/reference/dense_problem.h"
#include "tests/support/quantities.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <numbers>

namespace earshot::testing {

inline constexpr double two_pi = 2 * std::numbers::pi;
inline constexpr Complex i_unit(0, 1);

class NetworkCase : public ::testing::Test {
protected:
  std::string write(const std::string &name, const std::string &text) const {
    std::ofstream(directory.path / name) << text;
    return (directory.path / name).string();
  }
  Response response(const std::string &text) const {
    const Case config = read_case(write("case.toml", text + sweep));
    return lumped_response(config, {100, 1000, 8000});
  }
  std::vector<std::string> warnings_of(const std::string &text) const {
    const Case config = read_case(write("case.toml", text + sweep));
    return build_network(config, air_properties(config)).warnings;
  }
  /// Potential of a node at each frequency of `sweep` from the symmetric system that a network beside finite
  /// elements is part of.
  std::vector<Complex> assembled(const std::string &text, const std::string &node) const {
    const Case config = read_case(write("case.toml", text + sweep));
    const Network network("network", build_network(config, air_properties(config)).circuit);
    FrequencyProblem problem = reference::empty_problem(network.n_unknowns());
    network.add_terms(problem, [](Index k) { return k; });
    const auto at = std::find_if(problem.outputs.begin(), problem.outputs.end(), [&](const Output &output) {
      return output.quantity == quantity::network_node(node);
    });
    std::vector<Complex> values;
    for (const double frequency : all_frequencies(config)) {
      const Factors factors = problem.at(two_pi * frequency);
      values.push_back(evaluate_outputs(problem, factors, reference::dense_solution(problem, factors))
                           .at(at - problem.outputs.begin()));
    }
    return values;
  }
  /// The message without the folder.
  std::string complaint(const std::string &text) const {
    try {
      const Case config = read_case(write("case.toml", text));
      build_network(config, air_properties(config));
    } catch (const UserError &error) {
      std::string message = error.what();
      const std::string folder = directory.path.string() + "/";
      for (std::size_t at = message.find(folder); at != std::string::npos; at = message.find(folder))
        message.erase(at, folder.size());
      return message;
    }
    return "nothing";
  }
  const std::string sweep = "\n[sweep]\nfrequencies = [\"100 Hz\", \"1 kHz\", \"8 kHz\"]\n";
  TemporaryDirectory directory;
};

/// A table of an element on one line.
inline std::string element(const std::string &keys) {
  return "[[network.element]]\n" + keys + "\n";
}

/// The table of a moving coil "mid", and the driver that is made of it on a closed volume.
inline std::string moving_coil_on_volume(const std::string &keys) {
  return "[[moving_coil]]\nname = \"mid\"\narea = \"70 mm2\"\n" + keys +
         element("name = \"driver\"\nkind = \"moving_coil\"\npart = \"mid\"\nfrom = \"plug\"\nsecond_from = "
                 "\"front\"") +
         element("name = \"box\"\nkind = \"compliance\"\nfrom = \"front\"\nvalue = \"2e-11 m3/Pa\"") +
         "[[probe]]\nname = \"front\"\nnode = \"front\"\n";
}

inline double relative_error(Complex value, Complex reference) {
  return std::abs(value - reference) / std::abs(reference);
}

} // namespace earshot::testing

#endif
