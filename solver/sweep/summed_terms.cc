#include "solver/sweep/summed_terms.h"

#include "solver/algebra/dense_system.h"

namespace earshot {

GatheredTerms::GatheredTerms(const ReducedModel &model) : n_probes_(model.n_probes), columns_(model.size) {
  for (std::size_t j = 0; j < model.terms.size(); ++j)
    for (const std::size_t coordinate : model.terms[j].support)
      columns_[coordinate].terms.push_back(j);
  std::vector<std::size_t> places(model.terms.size()); // of the coordinate in each term's support
  for (std::size_t coordinate = 0; coordinate < model.size; ++coordinate) {
    Column &column = columns_[coordinate];
    const std::size_t depth = column.terms.size();
    column.entries.resize((n_probes_ + model.size - coordinate) * depth);
    for (std::size_t k = 0; k < depth; ++k) {
      const ReducedTerm &term = model.terms[column.terms[k]];
      const std::size_t stride = term.support.size(), place = places[column.terms[k]]++;
      for (std::size_t probe = 0; probe < n_probes_; ++probe)
        column.entries[probe * depth + k] = term.sketch[probe * stride + place];
      for (std::size_t i = place; i < stride; ++i)
        column.entries[(n_probes_ + term.support[i] - coordinate) * depth + k] =
            term.matrix[place * stride + i];
    }
  }
}

std::vector<double> GatheredTerms::weights(const Column &column, std::span<const Factors> points) const {
  std::vector<double> weights;
  weights.reserve(2 * column.terms.size() * points.size());
  for (const std::size_t term : column.terms)
    for (const Factors &factors : points) {
      weights.push_back(factors.terms[term].real());
      weights.push_back(factors.terms[term].imag());
    }
  return weights;
}

std::vector<SummedTerms> GatheredTerms::sum(std::span<const Factors> points, std::size_t leading) const {
  std::vector<SummedTerms> sums(points.size());
  for (SummedTerms &sum : sums) {
    sum.lower.resize(leading * leading);
    sum.sketch.resize(leading * n_probes_);
  }
  const std::size_t width = 2 * points.size();
  std::vector<double> values((n_probes_ + leading) * width);
  for (std::size_t coordinate = 0; coordinate < leading; ++coordinate) {
    const Column &column = columns_[coordinate];
    const std::size_t depth = column.terms.size(), rows = leading - coordinate;
    if (depth == 0)
      continue;
    multiply(n_probes_ + rows, width, depth, 1, column.entries.data(), depth, weights(column, points).data(),
             width, 0, values.data(), width);
    for (std::size_t p = 0; p < points.size(); ++p) {
      const auto value = [&](std::size_t i) {
        return Complex(values[i * width + 2 * p], values[i * width + 2 * p + 1]);
      };
      Complex *const sketch = sums[p].sketch.data() + coordinate * n_probes_;
      Complex *const lower = sums[p].lower.data() + coordinate * (leading + 1);
      for (std::size_t probe = 0; probe < n_probes_; ++probe)
        sketch[probe] = value(probe);
      for (std::size_t row = 0; row < rows; ++row)
        lower[row] = value(n_probes_ + row);
    }
  }
  return sums;
}

} // namespace earshot
