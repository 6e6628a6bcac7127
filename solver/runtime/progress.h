#ifndef EARSHOT_RUNTIME_PROGRESS_H
#define EARSHOT_RUNTIME_PROGRESS_H

#include <chrono>
#include <string>

namespace earshot {

/// A line on the screen that says how far a long piece of work is and how long it still takes: redrawn in
/// place on a terminal, a line every tenth of the work elsewhere.
class Progress {
public:
  /// @param done  steps that were finished before (a resumed run)
  Progress(std::size_t total, std::size_t done, bool visible);
  ~Progress();

  /// One more step is finished. @param what  what it was, e.g. "1.25 kHz"
  void step(const std::string &what);

private:
  std::size_t total_, done_, first_;
  std::size_t printed_tenths_ = 0;
  bool visible_, terminal_;
  bool shown_ = false; ///< as a line that is not ended
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

/// 75 s -> "1:15".
std::string clock_text(double seconds);

} // namespace earshot

#endif
