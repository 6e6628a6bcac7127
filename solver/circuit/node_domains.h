#ifndef EARSHOT_CIRCUIT_NODE_DOMAINS_H
#define EARSHOT_CIRCUIT_NODE_DOMAINS_H

#include "solver/circuit/circuit.h"

#include <map>
#include <string>
#include <vector>

namespace earshot {

/// Sets of nodes that are of one domain, because flows pass between them; electrical until declared.
class NodeDomainSets {
public:
  /// Ground is in no set.
  void join(const std::string &a, const std::string &b);
  /// @return false for an unknown node
  bool declare(const std::string &node, CircuitDomain domain);
  /// @throws std::invalid_argument when a set has been declared in two ways
  void check() const;
  CircuitDomain of(const std::string &node) const;
  const std::vector<std::string> &nodes() const { return nodes_; } ///< in order of mention

private:
  std::size_t index(const std::string &node);
  std::size_t root(std::size_t k) const;

  std::vector<std::string> nodes_;
  std::map<std::string, std::size_t> numbers_;
  std::vector<std::size_t> parent_;
  std::vector<std::pair<std::size_t, CircuitDomain>> declared_;
};

} // namespace earshot

#endif
