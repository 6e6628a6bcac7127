#ifndef EARSHOT_APP_STUDY_COMMAND_H
#define EARSHOT_APP_STUDY_COMMAND_H

#include "solver/runtime/options.h"

#include <mpi.h>

#include <string>

namespace earshot {

/// "2/4". @throws UserError naming --shard
Shard parse_shard(const std::string &text);

/// `earshot study`: answers the designs of a case's studies, or those of one shard, without the case itself.
/// @return the exit code @throws UserError for a case without studies
int run_studies_alone(Options options, MPI_Comm communicator);

/// `earshot merge`: puts the tables of all shards in a folder together.
/// @return the exit code: 1 where designs are missing
int merge_shards(const Options &options);

} // namespace earshot

#endif
