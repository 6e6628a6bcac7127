#include "solver/sweep/summed_terms.h"

#include <gtest/gtest.h>

#include <random>

using namespace earshot;

namespace {

/// Three terms: one of all seven coordinates, one of some, one of none.
ReducedModel random_model() {
  std::mt19937 generator(5);
  std::uniform_real_distribution<double> number(-1, 1);
  ReducedModel model;
  model.size = 7;
  model.n_probes = 3;
  for (const std::vector<std::size_t> &support :
       {std::vector<std::size_t>{0, 1, 2, 3, 4, 5, 6}, std::vector<std::size_t>{1, 4, 6}, {}}) {
    ReducedTerm term;
    term.support = support;
    const std::size_t n = support.size();
    term.matrix.resize(n * n);
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t k = 0; k <= i; ++k)
        term.matrix[i * n + k] = term.matrix[k * n + i] = number(generator);
    for (std::size_t i = 0; i < model.n_probes * n; ++i)
      term.sketch.push_back(number(generator));
    model.terms.push_back(term);
  }
  return model;
}

} // namespace

TEST(SummedTerms, AreTheTermsByTheirFactors) {
  const ReducedModel model = random_model();
  const std::vector<Factors> points{{1, {{2, 1}, {-3, 0.5}, {9, 9}}, {}, {}, {}},
                                    {2, {{0, -1}, {4, 0}, {9, 9}}, {}, {}, {}}};
  for (const std::size_t leading : {std::size_t(7), std::size_t(5)}) {
    const std::vector<SummedTerms> sums = GatheredTerms(model).sum(points, leading);
    ASSERT_EQ(sums.size(), 2u);
    for (std::size_t p = 0; p < points.size(); ++p) {
      std::vector<Complex> matrix(leading * leading), sketch(leading * model.n_probes);
      for (std::size_t j = 0; j < 3; ++j) {
        const ReducedTerm &term = model.terms[j];
        const std::size_t n = term.support.size();
        for (std::size_t k = 0; k < n && term.support[k] < leading; ++k) {
          for (std::size_t i = k; i < n && term.support[i] < leading; ++i)
            matrix[term.support[k] * leading + term.support[i]] +=
                points[p].terms[j] * term.matrix[i * n + k];
          for (std::size_t probe = 0; probe < model.n_probes; ++probe)
            sketch[term.support[k] * model.n_probes + probe] +=
                points[p].terms[j] * term.sketch[probe * n + k];
        }
      }
      for (std::size_t i = 0; i < matrix.size(); ++i)
        EXPECT_LT(std::abs(sums[p].lower[i] - matrix[i]), 1e-13) << p << " " << i;
      for (std::size_t i = 0; i < sketch.size(); ++i)
        EXPECT_LT(std::abs(sums[p].sketch[i] - sketch[i]), 1e-13) << p << " " << i;
    }
  }
}
