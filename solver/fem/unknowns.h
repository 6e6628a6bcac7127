#ifndef EARSHOT_FEM_UNKNOWNS_H
#define EARSHOT_FEM_UNKNOWNS_H

#include "solver/algebra/frequency_problem.h"

#include <string>
#include <vector>

namespace earshot {

/// Global numbering of all fields. A field numbers its own unknowns 0 ... n-1, contiguous by rank; globally
/// every rank owns one range, which holds its share of each field in the order in which they were added.
class Unknowns {
public:
  explicit Unknowns(MPI_Comm communicator);

  /// Adds a field of which this rank owns `owned` unknowns. Collective. @return the field's handle
  int add_field(const std::string &name, Index owned);

  /// Adds a small field that is replicated on all ranks: each owns an even slice of its `total` unknowns.
  int add_replicated_field(const std::string &name, Index total);

  /// Global number of unknown `i` of a field; `no_unknown` stays what it is. Valid once all fields are added.
  Index global(int field, Index i) const;
  std::function<Index(Index)> numbering(int field) const;

  Index size(int field) const { return fields_[field].begin.back(); }
  Index size() const { return total_; }
  Partition partition() const;
  std::vector<FieldBlock> blocks() const;

private:
  struct Field {
    std::string name;
    std::vector<Index> begin;  ///< first field number of each rank, and the total
    std::vector<Index> global; ///< global number of each rank's first unknown
  };
  void renumber();

  MPI_Comm communicator_;
  int rank_ = 0, n_ranks_ = 1;
  std::vector<Field> fields_;
  std::vector<Index> rank_begin_;
  Index total_ = 0;
};

} // namespace earshot

#endif
