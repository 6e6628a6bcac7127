#ifndef EARSHOT_MODEL_RECENT_RESULTS_H
#define EARSHOT_MODEL_RECENT_RESULTS_H

#include <cstddef>
#include <deque>
#include <string>
#include <utility>

namespace earshot {

/// The last few results of a function, by its inputs as text: a design's outline, its problem and each
/// analysis ask for the same ones.
template <class Result>
class RecentResults {
public:
  /// @param compute from nothing to a result, where there is none of these inputs
  template <class Compute>
  const Result &of(std::string inputs, const Compute &compute) {
    for (const auto &[of_inputs, result] : kept_)
      if (of_inputs == inputs)
        return result;
    kept_.emplace_front(std::move(inputs), compute());
    constexpr std::size_t most = 4;
    if (kept_.size() > most)
      kept_.pop_back();
    return kept_.front().second;
  }

private:
  std::deque<std::pair<std::string, Result>> kept_;
};

} // namespace earshot

#endif
