#include "solver/circuit/node_domains.h"

#include <stdexcept>

namespace earshot {

std::size_t NodeDomainSets::index(const std::string &node) {
  const auto [entry, is_new] = numbers_.try_emplace(node, nodes_.size());
  if (is_new) {
    nodes_.push_back(node);
    parent_.push_back(entry->second);
  }
  return entry->second;
}

std::size_t NodeDomainSets::root(std::size_t k) const {
  while (parent_[k] != k)
    k = parent_[k];
  return k;
}

void NodeDomainSets::join(const std::string &a, const std::string &b) {
  for (const std::string &node : {a, b})
    if (node != Circuit::ground)
      index(node);
  if (a != Circuit::ground && b != Circuit::ground)
    parent_[root(index(a))] = root(index(b));
}

bool NodeDomainSets::declare(const std::string &node, CircuitDomain domain) {
  if (numbers_.count(node) == 0)
    return false;
  declared_.emplace_back(index(node), domain);
  return true;
}

void NodeDomainSets::check() const {
  for (const auto &[first, domain] : declared_)
    for (const auto &[second, other] : declared_)
      if (domain != other && root(first) == root(second))
        throw std::invalid_argument("found \"" + nodes_[first] + "\", which the case makes " +
                                    name_of(domain) + ", and \"" + nodes_[second] + "\", which it makes " +
                                    name_of(other) + ", expected no part that lets a flow pass between them");
}

CircuitDomain NodeDomainSets::of(const std::string &node) const {
  const auto found = numbers_.find(node);
  if (found != numbers_.end())
    for (const auto &[declared, domain] : declared_)
      if (root(declared) == root(found->second))
        return domain;
  return CircuitDomain::electrical;
}

} // namespace earshot
