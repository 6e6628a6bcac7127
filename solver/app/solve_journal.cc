#include "solver/app/solve_journal.h"

#include "solver/config/located.h"

#include <deal.II/base/mpi.h>

#include <fmt/format.h>

#include <cstring>

namespace earshot {

namespace {

using Vectors = SolveStore::Vectors;
using Sizes = std::vector<std::uint64_t>;

bool is_root(MPI_Comm communicator) {
  return dealii::Utilities::MPI::this_mpi_process(communicator) == 0;
}

/// How many vectors, their lengths, their numbers.
std::string bytes_of(const Vectors &vectors) {
  Sizes sizes{vectors.size()};
  for (const auto &vector : vectors)
    sizes.push_back(vector.size());
  std::string bytes(reinterpret_cast<const char *>(sizes.data()), sizes.size() * sizeof(sizes[0]));
  for (const auto &vector : vectors)
    bytes.append(reinterpret_cast<const char *>(vector.data()), vector.size() * sizeof(Complex));
  return bytes;
}

Vectors vectors_of(const std::string &bytes) {
  const char *at = bytes.data();
  const auto take = [&](void *to, std::size_t n) {
    std::memcpy(to, at, n);
    at += n;
  };
  std::uint64_t n = 0;
  take(&n, sizeof(n));
  Sizes sizes(n);
  take(sizes.data(), n * sizeof(sizes[0]));
  Vectors vectors;
  for (const std::uint64_t size : sizes) {
    vectors.emplace_back(size);
    take(vectors.back().data(), size * sizeof(Complex));
  }
  return vectors;
}

/// Rank 0's vectors on every rank.
void share(Vectors &vectors, MPI_Comm communicator) {
  Sizes sizes;
  for (const auto &vector : vectors)
    sizes.push_back(vector.size());
  sizes = dealii::Utilities::MPI::broadcast(communicator, sizes);
  vectors.resize(sizes.size());
  for (std::size_t k = 0; k < sizes.size(); ++k) {
    vectors[k].resize(sizes[k]);
    MPI_Bcast(vectors[k].data(), static_cast<int>(sizes[k]), MPI_CXX_DOUBLE_COMPLEX, 0, communicator);
  }
}

} // namespace

SolveJournal::SolveJournal(const std::filesystem::path &directory, const std::string &identity, bool resume,
                           MPI_Comm communicator, std::function<void(const std::string &)> warn)
    : path_(directory / file_name), communicator_(communicator), warn_(std::move(warn)) {
  if (!is_root(communicator))
    return;
  if (!resume)
    remove();
  file_ = std::make_unique<RecordJournal>(path_, identity);
}

std::optional<Vectors> SolveJournal::next(const std::string &key) {
  Vectors vectors;
  if (file_)
    if (const std::optional<std::string> record = file_->next(key))
      vectors = vectors_of(*record);
  share(vectors, communicator_);
  return vectors.empty() ? std::nullopt : std::optional(std::move(vectors));
}

void SolveJournal::add(const std::string &key, const Vectors &vectors) {
  if (!file_)
    return;
  try {
    file_->append(key, bytes_of(vectors));
  } catch (const UserError &error) {
    file_.reset();
    warn_(fmt::format("{}; the run goes on, but --resume would begin its sweep anew", error.what()));
    remove(); // what is there takes the room that results need
  }
}

bool SolveJournal::has_records() const {
  return dealii::Utilities::MPI::broadcast(communicator_, file_ && file_->has_records());
}

void SolveJournal::remove() {
  std::error_code ignored; // what can't be removed is dropped by the next run
  std::filesystem::remove(path_, ignored);
}

} // namespace earshot
