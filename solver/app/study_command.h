#ifndef EARSHOT_APP_STUDY_COMMAND_H
#define EARSHOT_APP_STUDY_COMMAND_H

#include "solver/runtime/options.h"

#include <mpi.h>

#include <string>

namespace earshot {

/// "2/4". @throws UserError naming --shard
Shard parse_shard(const std::string &text);

/// `earshot study`: answers the designs of a case's studies, or those of one shard, without the case itself.
/// @param groups  into so many the ranks part, each with a shard of its own; the tables are merged at the end
/// @return the exit code, the largest of any group's
/// @throws UserError for a case without studies, or more groups than ranks
int run_studies_alone(Options options, int groups, MPI_Comm communicator);

/// `earshot merge`: puts the tables of all shards in a folder together.
/// @return the exit code: 1 where designs are missing
int merge_shards(const Options &options);

} // namespace earshot

#endif
