#ifndef EARSHOT_CIRCUIT_NETLIST_ELEMENTS_H
#define EARSHOT_CIRCUIT_NETLIST_ELEMENTS_H

#include "solver/circuit/netlist_lines.h"
#include "solver/circuit/netlist_parameters.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace earshot {

/// A line of an element where its subcircuits have been expanded.
struct NetlistElement {
  const NetlistLine *line;
  std::string name;                            ///< with those of the instances around it: "x1.r1"
  std::string prefix;                          ///< "x1."
  std::shared_ptr<const ParameterScope> scope; ///< of its instance
  std::shared_ptr<const std::map<std::string, std::string>> pins; ///< nodes outside by names inside

  /// The node that a word of the line means; "ground" for the zero of potentials.
  std::string node(const std::string &word) const;
};

/// A netlist as a list of elements that are no instances.
class Netlist {
public:
  /// @param notes gets what was left out @throws UserError
  Netlist(const std::string &text, const std::string &file, std::vector<std::string> &notes);

  const std::vector<NetlistElement> &elements() const { return elements_; }

private:
  struct Subcircuit {
    std::vector<std::string> pins;
    std::vector<NetlistAssignment> parameters; ///< defaults, then those of its own .param lines
    std::vector<const NetlistLine *> lines;
  };

  void sort_lines(std::vector<std::string> &notes);
  void leave_out_title(std::vector<std::string> &notes);
  void expand(const std::vector<const NetlistLine *> &lines, const NetlistElement &around, int depth);
  void expand_instance(const NetlistElement &instance, int depth);
  std::shared_ptr<const ParameterScope> scope_of(const NetlistElement &instance,
                                                 const Subcircuit &subcircuit);
  [[noreturn]] void fail(const NetlistLine &line, const std::string &message) const;

  std::string file_;
  std::vector<NetlistLine> lines_;
  std::map<std::string, Subcircuit> subcircuits_;
  std::vector<const NetlistLine *> top_;
  std::shared_ptr<ParameterScope> parameters_ = std::make_shared<ParameterScope>();
  std::vector<NetlistElement> elements_;
  std::size_t instances_ = 0;
};

} // namespace earshot

#endif
