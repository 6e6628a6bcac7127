#include "solver/physics/magnetics/conductors.h"

#include "solver/mesh/disjoint_sets.h"

#include <map>
#include <set>

namespace earshot {

Conductors find_conductors(const MagnetostaticProblem &problem) {
  const auto &elements = problem.space().elements();
  Conductors conductors;
  conductors.of_element.assign(elements.size(), -1);
  if (problem.space().options().symmetry == PlaneSymmetry::axisymmetric)
    return conductors;
  DisjointSets sets(elements.size());
  std::map<std::pair<int, Index>, int> holder; // of an unknown in a region, one of the elements
  for (int e = 0; e < static_cast<int>(elements.size()); ++e)
    if (problem.materials()[elements[e].region].conductivity > 0)
      for (const Index unknown : elements[e].unknowns)
        sets.join(e, holder.try_emplace({elements[e].region, unknown}, e).first->second);
  std::set<int> at_boundary;
  for (int e = 0; e < static_cast<int>(elements.size()); ++e)
    if (elements[e].at_boundary)
      at_boundary.insert(sets.find(e));
  std::map<int, int> numbers;
  for (int e = 0; e < static_cast<int>(elements.size()); ++e) {
    const int name = sets.find(e);
    if (problem.materials()[elements[e].region].conductivity > 0 && !at_boundary.contains(name))
      conductors.of_element[e] = numbers.try_emplace(name, static_cast<int>(numbers.size())).first->second;
  }
  conductors.count = static_cast<int>(numbers.size());
  return conductors;
}

} // namespace earshot
