#ifndef EARSHOT_TESTS_SUPPORT_CONVERGENCE_H
#define EARSHOT_TESTS_SUPPORT_CONVERGENCE_H

#include <cmath>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

namespace earshot::testing {

/// Errors over element sizes, with the rate of their decay.
class ConvergenceTable {
public:
  explicit ConvergenceTable(std::string title) : title_(std::move(title)) {}

  void add(double size, double error) { rows_.emplace_back(size, error); }
  double last() const { return rows_.back().second; }
  /// Exponent of the size between the first and the last row.
  double rate() const {
    return std::log(rows_.front().second / rows_.back().second) /
           std::log(rows_.front().first / rows_.back().first);
  }
  void print() const {
    std::printf("%s\n    size [mm]   error      rate\n", title_.c_str());
    for (std::size_t k = 0; k < rows_.size(); ++k) {
      std::printf("    %9.4g   %.2e", 1e3 * rows_[k].first, rows_[k].second);
      if (k > 0)
        std::printf("   %.2f", std::log(rows_[k - 1].second / rows_[k].second) /
                                   std::log(rows_[k - 1].first / rows_[k].first));
      std::printf("\n");
    }
  }

private:
  std::string title_;
  std::vector<std::pair<double, double>> rows_;
};

} // namespace earshot::testing

#endif
