#ifndef EARSHOT_TESTS_BENCHMARKS_SECONDS_H
#define EARSHOT_TESTS_BENCHMARKS_SECONDS_H

#include <chrono>

namespace earshot {

/// Wall-clock time of some work [s].
template <class Work>
double seconds(const Work &work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

} // namespace earshot

#endif
