#include "solver/sweep/elimination_order.h"

#include <algorithm>
#include <map>

namespace earshot {

namespace {

/// Blocks of fewer coordinates aren't worth a pass over the border.
constexpr std::size_t smallest_block = 16;

/// Coordinates that the same terms touch: those of a field.
struct Group {
  std::vector<std::size_t> coordinates;
  std::vector<bool> is_beside; ///< each group, whether a term couples the two
  std::size_t n_beside = 0;    ///< coordinates of all those
};

std::vector<Group> groups_of(const ReducedModel &model) {
  std::vector<std::vector<std::size_t>> terms(model.size);
  for (std::size_t j = 0; j < model.terms.size(); ++j)
    for (const std::size_t coordinate : model.terms[j].support)
      terms[coordinate].push_back(j);
  std::map<std::vector<std::size_t>, std::size_t> number;
  std::vector<Group> groups;
  std::vector<std::vector<std::size_t>> groups_of_term(model.terms.size());
  for (std::size_t coordinate = 0; coordinate < model.size; ++coordinate) {
    const auto [found, is_new] = number.emplace(terms[coordinate], groups.size());
    if (is_new) {
      for (const std::size_t j : terms[coordinate])
        groups_of_term[j].push_back(groups.size());
      groups.emplace_back();
    }
    groups[found->second].coordinates.push_back(coordinate);
  }
  for (Group &group : groups)
    group.is_beside.resize(groups.size());
  for (const std::vector<std::size_t> &coupled : groups_of_term)
    for (const std::size_t one : coupled)
      for (const std::size_t other : coupled)
        if (one != other && !groups[one].is_beside[other]) {
          groups[one].is_beside[other] = true;
          groups[one].n_beside += groups[other].coordinates.size();
        }
  return groups;
}

void keep_first(std::vector<std::size_t> &ascending, std::size_t end) {
  ascending.erase(std::lower_bound(ascending.begin(), ascending.end(), end), ascending.end());
}

} // namespace

/// The fewer a group is coupled to, the sooner it becomes a block, unless it is coupled to one.
EliminationOrder::EliminationOrder(const ReducedModel &model) {
  std::vector<Group> groups = groups_of(model);
  std::vector<std::size_t> by_neighbours(groups.size());
  for (std::size_t g = 0; g < groups.size(); ++g)
    by_neighbours[g] = g;
  std::stable_sort(by_neighbours.begin(), by_neighbours.end(),
                   [&](std::size_t a, std::size_t b) { return groups[a].n_beside < groups[b].n_beside; });
  std::vector<std::size_t> eliminated;
  for (const std::size_t g : by_neighbours) {
    const bool is_coupled = std::any_of(eliminated.begin(), eliminated.end(),
                                        [&](std::size_t other) { return groups[g].is_beside[other]; });
    if (!is_coupled && groups[g].coordinates.size() >= smallest_block) {
      eliminated.push_back(g);
      blocks.push_back(std::move(groups[g].coordinates));
    } else {
      border.insert(border.end(), groups[g].coordinates.begin(), groups[g].coordinates.end());
    }
  }
  std::sort(border.begin(), border.end());
}

EliminationOrder EliminationOrder::truncated(std::size_t leading) const {
  EliminationOrder order = *this;
  for (std::vector<std::size_t> &block : order.blocks)
    keep_first(block, leading);
  keep_first(order.border, leading);
  return order;
}

std::vector<std::size_t> EliminationOrder::sequence() const {
  std::vector<std::size_t> all;
  for (const std::vector<std::size_t> &block : blocks)
    all.insert(all.end(), block.begin(), block.end());
  all.insert(all.end(), border.begin(), border.end());
  return all;
}

} // namespace earshot
