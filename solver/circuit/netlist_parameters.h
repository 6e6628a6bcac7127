#ifndef EARSHOT_CIRCUIT_NETLIST_PARAMETERS_H
#define EARSHOT_CIRCUIT_NETLIST_PARAMETERS_H

#include <map>
#include <string>
#include <vector>

namespace earshot {

/// The parameters that a netlist, or an instance of a subcircuit, may name: its own before those around it.
/// They may be defined in any order.
class ParameterScope {
public:
  explicit ParameterScope(const ParameterScope *outer = nullptr) : outer_(outer) {}

  /// A later definition replaces an earlier one.
  void define(const std::string &name, const std::string &value) { own_[name] = value, known_.erase(name); }
  bool defines(const std::string &name) const { return own_.count(name) != 0; }

  /// The number that a text such as "4.7u", "re" or "{2*re}" stands for.
  /// @throws std::invalid_argument which says what can't be understood
  double evaluate(const std::string &text) const { return evaluate(text, 0); }

  /// The number of one parameter, or of pi. @throws std::invalid_argument when it isn't known
  double value(const std::string &name) const { return value(name, 0); }

private:
  bool knows(const std::string &name) const;
  double evaluate(const std::string &text, int depth) const;
  double value(const std::string &name, int depth) const;

  const ParameterScope *outer_;
  std::map<std::string, std::string> own_;
  mutable std::map<std::string, double> known_; ///< evaluated ones: chains of references may branch
};

} // namespace earshot

#endif
