#include "solver/sweep/recorded_solves.h"

#include <algorithm>

namespace earshot {

namespace {

void append(std::string &key, const std::vector<Complex> &values) {
  key.append(reinterpret_cast<const char *>(values.data()), values.size() * sizeof(Complex));
}

/// What decides the answer, but for the problem's matrices and the right-hand sides that a sweep makes of
/// earlier answers.
std::string key_of(const char *what, const Factors &factors, std::size_t n_vectors) {
  std::string key = what + std::to_string(n_vectors) + " ";
  key.append(reinterpret_cast<const char *>(&factors.omega), sizeof(factors.omega));
  append(key, factors.terms);
  append(key, factors.loads);
  append(key, factors.outputs);
  return key;
}

} // namespace

std::optional<RecordedSolves::Vectors> RecordedSolves::stored(const std::string &key) {
  std::optional<Vectors> found = store_ ? store_->next(key) : std::nullopt;
  replayed_ = found.has_value();
  return found;
}

void RecordedSolves::keep(const std::string &key, const Vectors &vectors) {
  if (store_)
    store_->add(key, vectors);
}

RecordedSolves::Direct RecordedSolves::solve(const Factors &point, const Vectors &b) {
  const std::string key = key_of("solve ", point, b.size());
  last_ = point;
  if (std::optional<Vectors> found = stored(key)) { // vectors, first, residual
    is_factorized_ = false;
    Direct direct;
    direct.relative_residual = found->back().front().real();
    found->pop_back();
    direct.first = std::move(found->back());
    found->pop_back();
    direct.vectors = std::move(*found);
    return direct;
  }
  factorization_.factorize(point);
  is_factorized_ = true;
  const Vectors first = factorization_.solve(b);
  Direct direct{factorization_.refined(b, first), first.front(), 0};
  direct.relative_residual = factorization_.relative_residual();
  Vectors record = direct.vectors;
  record.push_back(direct.first);
  record.push_back({direct.relative_residual});
  keep(key, record);
  return direct;
}

RecordedSolves::Vectors RecordedSolves::correct(const Vectors &b) {
  const std::string key = key_of("correct ", last_, b.size());
  if (std::optional<Vectors> found = stored(key))
    return *found;
  if (!is_factorized_)
    factorization_.factorize(last_);
  is_factorized_ = true;
  const Vectors solved = factorization_.solve(b);
  keep(key, solved);
  return solved;
}

double RecordedSolves::seconds_of_one() const {
  const FactorizationTimings &timings = factorization_.timings();
  return (timings.factorization + timings.summation) / std::max(1, timings.factorizations) +
         timings.solves / std::max(1, timings.back_substitutions);
}

} // namespace earshot
