#ifndef EARSHOT_RUNTIME_STAGES_H
#define EARSHOT_RUNTIME_STAGES_H

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace earshot {

/// Wall-clock time of the stages of a run, in their order.
class Stages {
public:
  /// Ends the running stage and starts the next.
  void start(const std::string &name) {
    stop();
    name_ = name;
    begin_ = std::chrono::steady_clock::now();
  }
  void stop() {
    if (!name_.empty())
      seconds_.emplace_back(name_,
                            std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count());
    name_.clear();
  }
  const std::vector<std::pair<std::string, double>> &seconds() const { return seconds_; }

private:
  std::string name_;
  std::chrono::steady_clock::time_point begin_;
  std::vector<std::pair<std::string, double>> seconds_;
};

} // namespace earshot

#endif
