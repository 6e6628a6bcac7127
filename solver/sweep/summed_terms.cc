#include "solver/sweep/summed_terms.h"

#include "solver/algebra/dense_system.h"

#include <limits>

namespace earshot {

namespace {

constexpr std::size_t nowhere = std::numeric_limits<std::size_t>::max();

} // namespace

/// Products of a column's entries with the terms' factors at some points.
class GatheredTerms::Sums {
public:
  Sums(const Column &column, std::span<const Factors> points)
      : depth_(column.terms.size()), width_(2 * points.size()) {
    weights_.reserve(depth_ * width_); // real and imaginary parts: row-major (term, 2 x point)
    for (const std::size_t term : column.terms)
      for (const Factors &factors : points) {
        weights_.push_back(factors.terms[term].real());
        weights_.push_back(factors.terms[term].imag());
      }
  }

  /// The first so many rows of some entries to `target(p)` of each point p.
  template <class Target>
  void write(const std::vector<double> &entries, std::size_t rows, const Target &target) {
    if (depth_ == 0 || rows == 0)
      return;
    values_.resize(rows * width_);
    multiply(rows, width_, depth_, 1, entries.data(), depth_, weights_.data(), width_, 0, values_.data(),
             width_);
    for (std::size_t p = 0; p < width_ / 2; ++p) {
      Complex *const to = target(p);
      for (std::size_t row = 0; row < rows; ++row)
        to[row] = {values_[row * width_ + 2 * p], values_[row * width_ + 2 * p + 1]};
    }
  }

private:
  std::size_t depth_, width_;
  std::vector<double> weights_, values_;
};

GatheredTerms::GatheredTerms(const ReducedModel &model)
    : n_probes_(model.n_probes), order_(model), columns_(model.size) {
  Places places(model.terms.size(), std::vector<std::size_t>(model.size, nowhere));
  for (std::size_t j = 0; j < model.terms.size(); ++j)
    for (std::size_t place = 0; place < model.terms[j].support.size(); ++place) {
      const std::size_t coordinate = model.terms[j].support[place];
      columns_[coordinate].terms.push_back(j);
      places[j][coordinate] = place;
    }
  const auto gather = [&](std::span<const std::size_t> own, std::span<const std::size_t> coupled) {
    for (std::size_t i = 0; i < own.size(); ++i)
      gather_column(model, places, own.subspan(i), coupled);
  };
  for (const std::vector<std::size_t> &block : order_.blocks)
    gather(block, order_.border);
  gather(order_.border, {});
}

/// @param own_rows begin with the column's own coordinate
void GatheredTerms::gather_column(const ReducedModel &model, const Places &places,
                                  std::span<const std::size_t> own_rows,
                                  std::span<const std::size_t> coupled_rows) {
  Column &column = columns_[own_rows.front()];
  const std::size_t depth = column.terms.size();
  column.sketch.resize(n_probes_ * depth);
  column.own.resize(own_rows.size() * depth);
  column.coupling.resize(coupled_rows.size() * depth);
  for (std::size_t k = 0; k < depth; ++k) {
    const ReducedTerm &term = model.terms[column.terms[k]];
    const std::vector<std::size_t> &place_of = places[column.terms[k]];
    const std::size_t stride = term.support.size(), place = place_of[own_rows.front()];
    for (std::size_t probe = 0; probe < n_probes_; ++probe)
      column.sketch[probe * depth + k] = term.sketch[probe * stride + place];
    const auto copy = [&](std::span<const std::size_t> rows, std::vector<double> &entries) {
      for (std::size_t i = 0; i < rows.size(); ++i)
        if (const std::size_t row = place_of[rows[i]]; row != nowhere)
          entries[i * depth + k] = term.matrix[place * stride + row];
    };
    copy(own_rows, column.own);
    copy(coupled_rows, column.coupling);
  }
}

std::vector<SummedTerms> GatheredTerms::sum(std::span<const Factors> points, std::size_t leading) const {
  const EliminationOrder order = order_.truncated(leading);
  std::vector<SummedTerms> sums(points.size());
  for (SummedTerms &sum : sums) {
    sum.sketch.resize(leading * n_probes_);
    for (const std::vector<std::size_t> &block : order.blocks)
      sum.matrix.blocks.push_back({block.size(), std::vector<Complex>(block.size() * block.size()),
                                   std::vector<Complex>(order.border.size() * block.size())});
    sum.matrix.border_size = order.border.size();
    sum.matrix.border.resize(order.border.size() * order.border.size());
  }
  const auto add = [&](std::span<const std::size_t> own, std::size_t n_coupled, const auto &block_of) {
    for (std::size_t i = 0; i < own.size(); ++i) {
      const Column &column = columns_[own[i]];
      Sums products(column, points);
      products.write(column.sketch, n_probes_,
                     [&](std::size_t p) { return sums[p].sketch.data() + own[i] * n_probes_; });
      products.write(column.own, own.size() - i,
                     [&](std::size_t p) { return block_of(sums[p].matrix).first + i * (own.size() + 1); });
      products.write(column.coupling, n_coupled,
                     [&](std::size_t p) { return block_of(sums[p].matrix).second + i * n_coupled; });
    }
  };
  for (std::size_t k = 0; k < order.blocks.size(); ++k)
    add(order.blocks[k], order.border.size(), [k](BorderedMatrix &matrix) {
      return std::pair(matrix.blocks[k].lower.data(), matrix.blocks[k].coupling.data());
    });
  add(order.border, 0, [](BorderedMatrix &matrix) {
    return std::pair(matrix.border.data(), static_cast<Complex *>(nullptr));
  });
  return sums;
}

} // namespace earshot
