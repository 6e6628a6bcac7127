#ifndef EARSHOT_ALGEBRA_PARALLEL_CHUNKS_H
#define EARSHOT_ALGEBRA_PARALLEL_CHUNKS_H

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <future>
#include <vector>

namespace earshot {

/// Calls `work(first, size)` for chunks of 0 ... n - 1 on several threads, the caller's among them. Each
/// takes the next chunk when it is done with one. What a call throws is thrown on when all threads have
/// ended.
template <class Work>
void for_chunks(std::size_t n, std::size_t at_once, unsigned threads, const Work &work) {
  std::atomic<std::size_t> next = 0;
  const auto take = [&] {
    for (std::size_t first; (first = next.fetch_add(at_once)) < n;)
      work(first, std::min(at_once, n - first));
  };
  std::vector<std::future<void>> helpers; // their destructors wait
  for (unsigned helper = 1; helper < threads && helper * at_once < n; ++helper)
    helpers.push_back(std::async(std::launch::async, take));
  take();
  for (std::future<void> &helper : helpers)
    helper.get();
}

} // namespace earshot

#endif
