#ifndef EARSHOT_ALGEBRA_PROBLEM_BUILDER_H
#define EARSHOT_ALGEBRA_PROBLEM_BUILDER_H

#include "solver/algebra/frequency_problem.h"

#include <functional>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace earshot {

/// A problem without its matrices and vectors.
struct ProblemOutline {
  CoefficientFunctions functions;
  /// A line for each term, load, output and monitor in the order of `functions`: name, region, row of the
  /// power balance and what the matrix holds besides integrals over the meshes.
  std::vector<std::string> lines;
};

/// Where physics puts its terms: each with its coefficient, and with the work that assembles its matrix.
/// Whoever wants a problem has the work done at once; whoever wants the coefficients of a changed design
/// gets them, in the same order, without any of it.
class ProblemBuilder {
public:
  ProblemBuilder(FrequencyProblem &problem) : problem_(&problem) {} ///< assembles
  ProblemBuilder(ProblemOutline &outline) : outline_(&outline) {}   ///< never calls what assembles
  /// Assembles some of the terms, by their place; the others, and all monitors, stay empty.
  ProblemBuilder(FrequencyProblem &problem, const std::vector<bool> &wanted)
      : problem_(&problem), wanted_(&wanted) {}

  /// @throws std::logic_error where nothing is assembled
  const Partition &partition() const;

  /// @param loss     row of the power balance; also for a loss that is zero in this design and might not be
  ///                 in another one
  /// @param content  numbers in the matrix that are not integrals over the meshes, as text
  void add_term(const std::string &name, const std::string &region, Coefficient coefficient,
                const std::string &loss, const std::function<RealMatrix()> &assemble,
                const std::string &content = "");
  void add_load(const std::string &name, Coefficient coefficient,
                const std::function<SparseVector()> &assemble);
  void add_output(const Quantity &quantity, Coefficient coefficient,
                  const std::function<SparseVector()> &assemble);
  void add_monitor(const Quantity &quantity, Coefficient coefficient,
                   const std::function<std::vector<SparseVector>()> &assemble);

private:
  FrequencyProblem *problem_ = nullptr;
  ProblemOutline *outline_ = nullptr;
  const std::vector<bool> *wanted_ = nullptr;
};

/// Calls `make` when its value is first asked for, and keeps it: for matrices that come from one loop.
template <class Make>
auto on_demand(Make make) {
  using Value = std::invoke_result_t<Make &>;
  return [make = std::move(make), value = std::optional<Value>()]() mutable -> const Value & {
    if (!value)
      value.emplace(make());
    return *value;
  };
}

} // namespace earshot

#endif
