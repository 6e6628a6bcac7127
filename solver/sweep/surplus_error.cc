#include "solver/sweep/surplus_error.h"

#include "solver/algebra/dense_system.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <stdexcept>

namespace earshot {

namespace {

/// A term rules in a row where it has this part of the largest diagonal.
constexpr double ruling_part = 0.1;
/// Rows that are multiplied at once.
constexpr std::size_t panel = 512;

void sum_over_ranks(std::vector<double> &values, MPI_Comm communicator) {
  MPI_Allreduce(MPI_IN_PLACE, values.data(), static_cast<int>(values.size()), MPI_DOUBLE, MPI_SUM,
                communicator);
}

/// The different texts of all ranks, ascending, on every rank. All have the same length. Collective.
std::vector<std::string> united(std::vector<std::string> texts, std::size_t length, MPI_Comm communicator) {
  int n_ranks = 1;
  MPI_Comm_size(communicator, &n_ranks);
  std::string mine;
  for (const std::string &text : texts)
    mine += text;
  std::vector<int> sizes(n_ranks), starts(n_ranks, 0);
  const int size = static_cast<int>(mine.size());
  MPI_Allgather(&size, 1, MPI_INT, sizes.data(), 1, MPI_INT, communicator);
  for (int rank = 1; rank < n_ranks; ++rank)
    starts[rank] = starts[rank - 1] + sizes[rank - 1];
  std::string all(starts.back() + sizes.back(), ' ');
  MPI_Allgatherv(mine.data(), size, MPI_CHAR, all.data(), sizes.data(), starts.data(), MPI_CHAR,
                 communicator);
  texts.clear();
  for (std::size_t first = 0; first < all.size(); first += length)
    texts.push_back(all.substr(first, length));
  std::sort(texts.begin(), texts.end());
  texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
  return texts;
}

} // namespace

SurplusError::SurplusError(const EnrichedProblem &enriched, const Factors &reference)
    : communicator_(enriched.problem.partition.communicator), n_rows_(enriched.surplus.owned.size()) {
  extract(enriched);
  find_groups(reference, communicator_);
}

void SurplusError::extract(const EnrichedProblem &enriched) {
  const FrequencyProblem &problem = enriched.problem;
  std::vector<Index> without(problem.partition.total, no_unknown);
  for (std::size_t i = 0; i < enriched.number.size(); ++i)
    without[enriched.number[i]] = static_cast<Index>(i);
  const Index first = n_rows_ > 0 ? enriched.surplus.owned.front() : 0;
  for (const Term &term : problem.terms)
    extract(term, without, first);
  const auto rows_of = [&](const SparseVector &vector) {
    RowEntries entries;
    for (const auto &[unknown, value] : vector)
      if (unknown >= first && unknown < first + static_cast<Index>(n_rows_))
        entries.emplace_back(unknown - first, value);
    return entries;
  };
  for (const Load &load : problem.loads)
    loads_.push_back(rows_of(load.vector));
  for (const Output &output : problem.outputs)
    outputs_.push_back(rows_of(output.vector));
}

/// A term's rows of the surplus, in columns of the problem without, and its diagonal there.
void SurplusError::extract(const Term &term, const std::vector<Index> &without, Index first) {
  const auto is_row = [&](Index row) { return row >= first && row < first + static_cast<Index>(n_rows_); };
  Rows rows;
  rows.start.assign(n_rows_ + 1, 0);
  std::vector<double> diagonal(n_rows_);
  bool any = false;
  term.matrix.for_each_entry([&](Index row, Index column, double value) {
    if (!is_row(row))
      return;
    any = true;
    if (row == column)
      diagonal[row - first] = value;
    rows.start[row - first + 1] += without[column] != no_unknown;
  });
  for (std::size_t i = 0; i < n_rows_; ++i)
    rows.start[i + 1] += rows.start[i];
  rows.entries.resize(rows.start.back());
  std::vector<std::size_t> next(rows.start.begin(), rows.start.end() - 1);
  term.matrix.for_each_entry([&](Index row, Index column, double value) {
    if (is_row(row) && without[column] != no_unknown)
      rows.entries[next[row - first]++] = {without[column], value};
  });
  terms_.push_back(std::move(rows));
  diagonals_.push_back(any ? std::move(diagonal) : std::vector<double>());
}

/// Groups of rows by the terms that rule there; rows where many do, as fields of one fluid, are one group.
void SurplusError::find_groups(const Factors &reference, MPI_Comm communicator) {
  constexpr std::ptrdiff_t many = 4;
  const std::size_t n_terms = terms_.size();
  std::vector<std::string> ruling(n_rows_, std::string(n_terms, '-')), key;
  scale_.assign(n_rows_, 0);
  for (std::size_t i = 0; i < n_rows_; ++i) {
    double largest = 0;
    const auto size = [&](std::size_t j) {
      return diagonals_[j].empty() ? 0 : std::abs(reference.terms[j] * diagonals_[j][i]);
    };
    for (std::size_t j = 0; j < n_terms; ++j)
      largest = std::max(largest, size(j));
    for (std::size_t j = 0; j < n_terms; ++j)
      if (size(j) > ruling_part * largest) {
        ruling[i][j] = '+';
        scale_[i] += std::abs(diagonals_[j][i]);
      }
    const bool is_one_of_many = std::count(ruling[i].begin(), ruling[i].end(), '+') > many;
    key.push_back(is_one_of_many ? std::string(n_terms, '*') : ruling[i]);
  }
  std::vector<std::string> different = key;
  std::sort(different.begin(), different.end());
  different.erase(std::unique(different.begin(), different.end()), different.end());
  const std::vector<std::string> groups = united(std::move(different), n_terms, communicator);
  std::vector<double> shares(groups.size() * n_terms), counts(groups.size());
  for (std::size_t i = 0; i < n_rows_; ++i) {
    group_.push_back(
        static_cast<int>(std::lower_bound(groups.begin(), groups.end(), key[i]) - groups.begin()));
    ++counts[group_[i]];
    for (std::size_t j = 0; j < n_terms; ++j)
      if (ruling[i][j] == '+')
        shares[group_[i] * n_terms + j] += diagonals_[j][i] / scale_[i];
  }
  sum_over_ranks(shares, communicator);
  sum_over_ranks(counts, communicator);
  for (std::size_t g = 0; g < groups.size(); ++g) {
    auto &divisor = divisors_.emplace_back();
    for (std::size_t j = 0; j < n_terms; ++j)
      if (shares[g * n_terms + j] != 0)
        divisor.push_back({j, shares[g * n_terms + j] / counts[g]});
  }
}

/// Subtracts A x.
void SurplusError::subtract_image(const Factors &factors, std::span<const Complex> vector,
                                  std::vector<Complex> &rows) const {
  for (std::size_t j = 0; j < terms_.size(); ++j)
    if (!diagonals_[j].empty())
      for (std::size_t i = 0; i < n_rows_; ++i) {
        Complex sum = 0;
        for (const auto &[unknown, value] : terms_[j].row(i))
          sum += value * vector[unknown];
        rows[i] -= factors.terms[j] * sum;
      }
}

std::vector<Complex> SurplusError::contributions(const Factors &factors, std::size_t output,
                                                 std::span<const Complex> solution,
                                                 std::span<const Complex> adjoint) const {
  std::vector<Complex> divisors, of_solution(n_rows_), of_adjoint(n_rows_);
  for (const auto &shares : divisors_)
    divisors.push_back(divisor(shares, factors));
  for (std::size_t k = 0; k < loads_.size(); ++k)
    for (const auto &[row, value] : loads_[k])
      of_solution[row] += factors.loads[k] * value;
  for (const auto &[row, value] : outputs_[output])
    of_adjoint[row] += value;
  subtract_image(factors, solution, of_solution);
  subtract_image(factors, adjoint, of_adjoint);
  std::vector<Complex> summands;
  for (std::size_t i = 0; i < n_rows_; ++i)
    summands.push_back(factors.outputs[output] * of_adjoint[i] * of_solution[i] /
                       (scale_[i] * divisors[group_[i]]));
  return summands;
}

std::vector<Complex> SurplusError::all_contributions(const Factors &factors, std::size_t output,
                                                     std::span<const Complex> solution,
                                                     std::span<const Complex> adjoint) const {
  const std::vector<Complex> mine = contributions(factors, output, solution, adjoint);
  Index end = static_cast<Index>(mine.size()), total = 0;
  MPI_Scan(MPI_IN_PLACE, &end, 1, MPIU_INT, MPI_SUM, communicator_);
  MPI_Allreduce(&end, &total, 1, MPIU_INT, MPI_MAX, communicator_);
  return gather_rows({communicator_, end - static_cast<Index>(mine.size()), end, total}, mine);
}

Complex SurplusError::error(const Factors &factors, std::size_t output, std::span<const Complex> solution,
                            std::span<const Complex> adjoint) const {
  Complex sum = 0;
  for (const Complex &summand : contributions(factors, output, solution, adjoint))
    sum += summand;
  MPI_Allreduce(MPI_IN_PLACE, &sum, 1, MPI_C_DOUBLE_COMPLEX, MPI_SUM, communicator_);
  return sum;
}

/// R_j = A_j V of a term on some rows, in columns of the fields that it touches.
class SurplusError::Images {
public:
  /// @param touches  whether a term touches a field's columns in any row, on any rank
  Images(const ReducedBasis &basis, std::vector<std::vector<bool>> touches) : touches_(std::move(touches)) {
    for (std::size_t f = 0; f < basis.fields().size(); ++f) {
      fields_.push_back(basis.whole(f));
      place_.resize(std::max<std::size_t>(place_.size(), basis.partition().total));
      for (std::size_t row = 0; row < fields_[f].unknowns.size(); ++row)
        place_[fields_[f].unknowns[row]] = {f, row};
      numbers_.push_back(basis.fields()[f].number);
    }
  }

  /// Numbers of the basis' coordinates that a term's columns belong to.
  std::vector<std::size_t> coordinates(std::size_t term) const {
    std::vector<std::size_t> numbers;
    for (std::size_t f = 0; f < fields_.size(); ++f)
      if (touches_[term][f])
        numbers.insert(numbers.end(), numbers_[f].begin(), numbers_[f].end());
    return numbers;
  }

  /// Row-major.
  std::vector<double> of(std::size_t term, const Rows &matrix, std::span<const std::size_t> rows) const {
    std::vector<std::size_t> first(fields_.size());
    std::size_t width = 0;
    for (std::size_t f = 0; f < fields_.size(); ++f)
      if (touches_[term][f]) {
        first[f] = width;
        width += numbers_[f].size();
      }
    std::vector<double> image(rows.size() * width);
    for (std::size_t i = 0; i < rows.size(); ++i)
      for (const auto &[unknown, value] : matrix.row(rows[i])) {
        const auto [field, row] = place_[unknown];
        const std::size_t n = numbers_[field].size();
        const double *column = fields_[field].values.data() + row * n;
        double *sum = image.data() + i * width + first[field];
        for (std::size_t c = 0; c < n; ++c)
          sum[c] += value * column[c];
      }
    return image;
  }

private:
  std::vector<std::vector<bool>> touches_;
  std::vector<ReducedBasis::WholeField> fields_;
  std::vector<std::pair<std::size_t, std::size_t>> place_; ///< of each unknown: field, row there
  std::vector<std::vector<std::size_t>> numbers_;
};

/// Whether each term's rows touch each field's unknowns, on any rank. Collective.
std::vector<std::vector<bool>> SurplusError::touched_fields(const ReducedBasis &basis) const {
  const std::size_t n_fields = basis.fields().size();
  std::vector<double> field_of(basis.partition().total), touched(terms_.size() * n_fields);
  for (std::size_t f = 0; f < n_fields; ++f)
    for (const Index row : basis.fields()[f].rows)
      field_of[basis.partition().begin + row] = static_cast<double>(f);
  sum_over_ranks(field_of, communicator_);
  for (std::size_t j = 0; j < terms_.size(); ++j)
    for (const Entry &entry : terms_[j].entries)
      touched[j * n_fields + static_cast<std::size_t>(field_of[entry.unknown])] = 1;
  sum_over_ranks(touched, communicator_);
  std::vector<std::vector<bool>> result;
  for (std::size_t j = 0; j < terms_.size(); ++j) {
    auto &fields = result.emplace_back();
    for (std::size_t f = 0; f < n_fields; ++f)
      fields.push_back(touched[j * n_fields + f] > 0);
  }
  return result;
}

/// This rank's rows by group and by the terms that touch them: their products are made together.
std::map<std::pair<int, std::vector<std::size_t>>, std::vector<std::size_t>> SurplusError::classes() const {
  std::map<std::pair<int, std::vector<std::size_t>>, std::vector<std::size_t>> classes;
  for (std::size_t i = 0; i < n_rows_; ++i) {
    std::vector<std::size_t> touching;
    for (std::size_t j = 0; j < terms_.size(); ++j)
      if (!terms_[j].row(i).empty())
        touching.push_back(j);
    classes[{group_[i], std::move(touching)}].push_back(i);
  }
  return classes;
}

ReducedSurplus SurplusError::project(const ReducedBasis &basis, std::size_t output) const {
  if (!outputs_[output].empty() ||
      std::any_of(loads_.begin(), loads_.end(), [](const RowEntries &load) { return !load.empty(); }))
    throw std::logic_error("a load or an output acts on the surplus itself");
  const std::size_t n_terms = terms_.size();
  const Images images(basis, touched_fields(basis));
  const auto classes = this->classes();
  std::vector<double> present(divisors_.size() * n_terms * n_terms); // pairs of each group, on any rank
  for (const auto &[key, rows] : classes)
    for (const std::size_t j : key.second)
      for (const std::size_t k : key.second)
        present[(key.first * n_terms + j) * n_terms + k] = 1;
  sum_over_ranks(present, communicator_);
  ReducedSurplus reduced;
  std::map<std::array<std::size_t, 3>, std::size_t> place;
  for (std::size_t g = 0; g < divisors_.size(); ++g) {
    auto &group = reduced.groups.emplace_back(ReducedSurplus::Group{divisors_[g], {}});
    for (std::size_t j = 0; j < n_terms; ++j)
      for (std::size_t k = j; k < n_terms; ++k)
        if (present[(g * n_terms + j) * n_terms + k] > 0) {
          place[{g, j, k}] = group.pairs.size();
          auto &pair = group.pairs.emplace_back(
              ReducedSurplus::Pair{j, k, images.coordinates(j), images.coordinates(k), {}});
          pair.matrix.resize(pair.rows.size() * pair.columns.size());
        }
  }
  for (const auto &[key, rows] : classes)
    for (std::size_t first = 0; first < rows.size(); first += panel) {
      const std::span<const std::size_t> some =
          std::span(rows).subspan(first, std::min(panel, rows.size() - first));
      std::vector<std::vector<double>> scaled;
      for (const std::size_t j : key.second) {
        scaled.push_back(images.of(j, terms_[j], some));
        const std::size_t width = scaled.back().size() / some.size();
        for (std::size_t i = 0; i < some.size(); ++i)
          for (std::size_t c = 0; c < width; ++c)
            scaled.back()[i * width + c] /= std::sqrt(scale_[some[i]]);
      }
      for (std::size_t a = 0; a < scaled.size(); ++a)
        for (std::size_t b = a; b < scaled.size(); ++b) {
          const auto group = static_cast<std::size_t>(key.first);
          auto &pair = reduced.groups[group].pairs[place.at({group, key.second[a], key.second[b]})];
          const std::size_t m = pair.rows.size(), n = pair.columns.size();
          multiply_transposed(m, n, some.size(), 1, scaled[a].data(), m, scaled[b].data(), n, 1,
                              pair.matrix.data(), n);
        }
    }
  for (ReducedSurplus::Group &group : reduced.groups)
    for (ReducedSurplus::Pair &pair : group.pairs)
      sum_over_ranks(pair.matrix, communicator_);
  return reduced;
}

} // namespace earshot
