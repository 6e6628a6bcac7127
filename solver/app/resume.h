#ifndef EARSHOT_APP_RESUME_H
#define EARSHOT_APP_RESUME_H

#include "solver/model/model.h"
#include "solver/output/checkpoint.h"

#include <filesystem>
#include <string>
#include <vector>

namespace earshot {

/// What decides the numbers of a row: the case without what may change between runs (frequencies, title), and
/// the nodes of all meshes, as the shells' follow the highest frequency.
CheckpointIdentity checkpoint_identity(const Model &model, std::vector<std::string> columns);

/// The rows of an earlier run that a resumed one may keep: those at wanted frequencies whose fields, if asked
/// for, are there as well. @throws UserError when they belong to another case
std::vector<CheckpointRow> finished_rows(const std::filesystem::path &directory,
                                         const CheckpointIdentity &identity, const Case &config);

/// Keeps files that no earlier run wrote, such as a measurement <name>.zma beside the case.
/// @param name of the case, as in <name>.frd
/// @throws UserError when a run would replace one
void check_replaceable(const std::filesystem::path &directory, const std::string &name);

/// Removes what an earlier run left in a folder, so that a new one can't be mistaken for it. Of a folder
/// without results nothing is removed.
/// @param name of the case, as in <name>.frd
void remove_results(const std::filesystem::path &directory, const std::string &name);

} // namespace earshot

#endif
