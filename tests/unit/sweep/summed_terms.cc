#include "solver/sweep/summed_terms.h"

#include "solver/sweep/reduced_solver.h"

#include <gtest/gtest.h>

#include <algorithm>
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
      const std::vector<Complex> found = sums[p].matrix.dense();
      for (std::size_t column = 0; column < leading; ++column)
        for (std::size_t row = column; row < leading; ++row)
          EXPECT_LT(std::abs(found[column * leading + row] - matrix[column * leading + row]), 1e-13)
              << p << " " << row << " " << column;
      for (std::size_t i = 0; i < sketch.size(); ++i)
        EXPECT_LT(std::abs(sums[p].sketch[i] - sketch[i]), 1e-13) << p << " " << i;
    }
  }
}

// Two diaphragms that only the air couples: they are blocks, whatever the order of their coordinates.
TEST(EliminationOrder, PutsWhatCouplesFieldsLast) {
  constexpr std::size_t n = 60; // coordinate k belongs to field k % 3: air, one diaphragm, the other
  const auto field = [](std::vector<std::size_t> fields) {
    ReducedTerm term;
    for (std::size_t k = 0; k < n; ++k)
      if (std::find(fields.begin(), fields.end(), k % 3) != fields.end())
        term.support.push_back(k);
    return term;
  };
  ReducedModel model;
  model.size = n;
  model.terms = {field({0}), field({1}), field({2}), field({0, 1}), field({0, 2})};
  const EliminationOrder order(model);
  EXPECT_EQ(order.blocks, (std::vector{field({1}).support, field({2}).support}));
  EXPECT_EQ(order.border, field({0}).support);
  const EliminationOrder some = order.truncated(4);
  EXPECT_EQ(some.sequence(), (std::vector<std::size_t>{1, 2, 0, 3}));
}

// A model in blocks answers as its whole matrix does.
TEST(ReducedSystem, SolvesTheWholeMatrix) {
  std::mt19937 generator(7);
  std::uniform_real_distribution<double> number(-1, 1);
  ReducedModel model;
  model.size = 50; // even coordinates are air, 1, 5, ... one diaphragm, 3, 7, ... the other
  for (const std::size_t diaphragm : {1u, 3u}) {
    ReducedTerm term;
    for (std::size_t k = 0; k < model.size; ++k)
      if (k % 2 == 0 || k % 4 == diaphragm)
        term.support.push_back(k);
    const std::size_t stride = term.support.size();
    term.matrix.resize(stride * stride);
    for (std::size_t i = 0; i < stride; ++i)
      for (std::size_t k = 0; k <= i; ++k)
        term.matrix[i * stride + k] = term.matrix[k * stride + i] = number(generator) + (i == k ? 4 : 0);
    model.terms.push_back(std::move(term));
  }
  const Factors factors{1, {{1, 0.3}, {0.5, -0.7}}, {}, {}, {}};
  std::vector<Complex> right(model.size), image(model.size);
  for (std::size_t i = 0; i < model.size; ++i)
    right[i] = Complex(number(generator), number(generator));
  std::vector<Complex> solution = right;
  ReducedSystem(GatheredTerms(model), factors).solve(solution);
  const std::vector<Complex> matrix = model.matrix(factors);
  for (std::size_t row = 0; row < model.size; ++row) {
    for (std::size_t column = 0; column < model.size; ++column)
      image[row] += matrix[column * model.size + row] * solution[column];
    EXPECT_LT(std::abs(image[row] - right[row]), 1e-11) << row; // a condition of some 1e2
  }
}
