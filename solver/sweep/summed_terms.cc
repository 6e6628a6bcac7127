#include "solver/sweep/summed_terms.h"

#include "solver/algebra/dense_system.h"

#include <algorithm>

namespace earshot {
namespace {

/// What one coordinate adds: the rows of its column from the diagonal down, then its probes.
class CoordinateSum {
public:
  CoordinateSum(const ReducedModel &model, std::span<const Factors> points, std::size_t leading,
                bool with_sketch)
      : model_(model), leading_(leading), n_probes_(with_sketch ? model.n_probes : 0),
        width_(2 * points.size()), places_(model.terms.size()) {
    for (std::size_t j = 0; j < model.terms.size(); ++j)
      for (const Factors &factors : points) {
        factors_.push_back(factors.terms[j].real());
        factors_.push_back(factors.terms[j].imag());
      }
  }

  /// Coordinates ascend from call to call.
  void add(std::size_t coordinate, std::vector<SummedTerms> &sums) {
    gather(coordinate);
    const std::size_t rows = leading_ - coordinate, length = rows + n_probes_, depth = touching_.size();
    sum_.assign(length * width_, 0);
    if (depth > 0)
      multiply(length, width_, depth, 1, entries_.data(), depth, weights_.data(), width_, 0, sum_.data(),
               width_);
    for (std::size_t p = 0; p < sums.size(); ++p) {
      const auto value = [&](std::size_t i) {
        return Complex(sum_[i * width_ + 2 * p], sum_[i * width_ + 2 * p + 1]);
      };
      Complex *const column = sums[p].lower.data() + coordinate * (leading_ + 1);
      for (std::size_t row = 0; row < rows; ++row)
        column[row] = value(row);
      for (std::size_t probe = 0; probe < n_probes_; ++probe)
        sums[p].sketch[coordinate * n_probes_ + probe] = value(rows + probe);
    }
  }

private:
  /// The entries (length x terms) and the weights (terms x width) of the terms that touch a coordinate.
  void gather(std::size_t coordinate) {
    touching_.clear();
    weights_.clear();
    for (std::size_t j = 0; j < model_.terms.size(); ++j) {
      const auto &support = model_.terms[j].support;
      std::size_t &place = places_[j];
      while (place < support.size() && support[place] < coordinate)
        ++place;
      if (place == support.size() || support[place] != coordinate)
        continue;
      touching_.push_back(j);
      weights_.insert(weights_.end(), factors_.begin() + j * width_, factors_.begin() + (j + 1) * width_);
    }
    const std::size_t depth = touching_.size(), rows = leading_ - coordinate;
    entries_.assign((rows + n_probes_) * depth, 0);
    for (std::size_t k = 0; k < depth; ++k) {
      const ReducedTerm &term = model_.terms[touching_[k]];
      const std::size_t stride = term.support.size(), place = places_[touching_[k]];
      for (std::size_t i = place; i < stride && term.support[i] < leading_; ++i)
        entries_[(term.support[i] - coordinate) * depth + k] = term.matrix[place * stride + i];
      for (std::size_t probe = 0; probe < n_probes_; ++probe)
        entries_[(rows + probe) * depth + k] = term.sketch[probe * stride + place];
    }
  }

  const ReducedModel &model_;
  std::size_t leading_, n_probes_, width_;
  std::vector<std::size_t> places_;   ///< in each term's support
  std::vector<double> factors_;       ///< term x 2 points
  std::vector<std::size_t> touching_; ///< terms
  std::vector<double> entries_, weights_, sum_;
};

} // namespace

std::vector<SummedTerms> summed_terms(const ReducedModel &model, std::span<const Factors> points,
                                      std::size_t leading, bool with_sketch) {
  std::vector<SummedTerms> sums(points.size());
  for (SummedTerms &sum : sums) {
    sum.lower.resize(leading * leading);
    sum.sketch.resize(with_sketch ? leading * model.n_probes : 0);
  }
  CoordinateSum coordinate_sum(model, points, leading, with_sketch);
  for (std::size_t coordinate = 0; coordinate < leading; ++coordinate)
    coordinate_sum.add(coordinate, sums);
  return sums;
}

} // namespace earshot
