#include "solver/fem/unknowns.h"

#include <algorithm>

namespace earshot {

Unknowns::Unknowns(MPI_Comm communicator) : communicator_(communicator) {
  MPI_Comm_rank(communicator, &rank_);
  MPI_Comm_size(communicator, &n_ranks_);
  rank_begin_.assign(n_ranks_ + 1, 0);
}

int Unknowns::add_field(const std::string &name, Index owned) {
  std::vector<Index> counts(n_ranks_);
  MPI_Allgather(&owned, 1, MPIU_INT, counts.data(), 1, MPIU_INT, communicator_);
  Field field{name, std::vector<Index>(n_ranks_ + 1, 0), {}};
  for (int r = 0; r < n_ranks_; ++r)
    field.begin[r + 1] = field.begin[r] + counts[r];
  fields_.push_back(std::move(field));
  renumber();
  return static_cast<int>(fields_.size()) - 1;
}

int Unknowns::add_replicated_field(const std::string &name, Index total) {
  const auto slice_begin = [&](Index r) { return total * r / n_ranks_; };
  return add_field(name, slice_begin(rank_ + 1) - slice_begin(rank_));
}

void Unknowns::renumber() {
  Index next = 0;
  for (int r = 0; r < n_ranks_; ++r) {
    rank_begin_[r] = next;
    for (Field &field : fields_) {
      field.global.resize(n_ranks_);
      field.global[r] = next;
      next += field.begin[r + 1] - field.begin[r];
    }
  }
  rank_begin_[n_ranks_] = total_ = next;
}

Index Unknowns::global(int field, Index i) const {
  if (i == no_unknown)
    return no_unknown;
  const Field &f = fields_[field];
  const auto owner = std::upper_bound(f.begin.begin(), f.begin.end(), i) - f.begin.begin() - 1;
  return f.global[owner] + (i - f.begin[owner]);
}

std::function<Index(Index)> Unknowns::numbering(int field) const {
  return [this, field](Index i) { return global(field, i); };
}

Partition Unknowns::partition() const {
  return {communicator_, rank_begin_[rank_], rank_begin_[rank_ + 1], total_};
}

std::vector<FieldBlock> Unknowns::blocks() const {
  std::vector<FieldBlock> blocks;
  for (const Field &field : fields_) {
    FieldBlock block{field.name, {}};
    for (Index i = field.begin[rank_]; i < field.begin[rank_ + 1]; ++i)
      block.owned.push_back(field.global[rank_] + i - field.begin[rank_]);
    blocks.push_back(std::move(block));
  }
  return blocks;
}

} // namespace earshot
